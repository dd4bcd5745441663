-- Foley for the selected video item of Reaper, by the v2a command.
--
-- Sends the span of the first selected item to `v2a`; the takes come back as the takes of one new item, on a new
-- track under it, at the same place. The best one plays, and T goes to the next. docs/hosts/reaper.md tells more.

local V2A = {"v2a"} -- the command of this computer, filled in by `v2a host install reaper`

local function stop(sentence)
  reaper.MB(sentence, "v2a", 0)
end

-- JSON, as much of it as a job and a result need

local function quoted(text)
  local escaped = text:gsub('[%c\\"]', function(letter)
    return string.format("\\u%04x", letter:byte())
  end)
  return '"' .. escaped .. '"'
end

local function utf8_of(code)
  if code < 0x80 then return string.char(code) end
  if code < 0x800 then return string.char(0xC0 + code // 64, 0x80 + code % 64) end
  if code < 0x10000 then
    return string.char(0xE0 + code // 4096, 0x80 + code // 64 % 64, 0x80 + code % 64)
  end
  return string.char(0xF0 + code // 262144, 0x80 + code // 4096 % 64, 0x80 + code // 64 % 64, 0x80 + code % 64)
end

local escapes = {b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/"}

local function unquoted(text, at)
  local parts = {}
  while true do
    local plain, mark, after = text:match('^([^"\\]*)(["\\])()', at)
    if not plain then error("a text without an end") end
    parts[#parts + 1] = plain
    if mark == '"' then return table.concat(parts), after end
    local letter = text:sub(after, after)
    at = after + 1
    if letter == "u" then
      local code = tonumber(text:sub(at, at + 3), 16)
      at = at + 4
      local low = text:match("^\\u(%x%x%x%x)", at)
      if code >= 0xD800 and code < 0xDC00 and low then
        code = 0x10000 + (code - 0xD800) * 1024 + (tonumber(low, 16) - 0xDC00)
        at = at + 6
      end
      parts[#parts + 1] = utf8_of(code)
    else
      parts[#parts + 1] = escapes[letter] or error("an unknown escape")
    end
  end
end

local value

local function sequence(text, at, last, add)
  at = text:match("^%s*()", at)
  if text:sub(at, at) == last then return at + 1 end
  while true do
    at = add(at)
    local mark, after = text:match("^%s*(.)()", at)
    if mark == last then return after end
    if mark ~= "," then error("a missing comma") end
    at = after
  end
end

function value(text, at)
  at = text:match("^%s*()", at)
  local first = text:sub(at, at)
  if first == '"' then return unquoted(text, at + 1) end
  local found = {}
  if first == "[" then
    local after = sequence(text, at + 1, "]", function(place)
      found[#found + 1], place = value(text, place)
      return place
    end)
    return found, after
  end
  if first == "{" then
    local after = sequence(text, at + 1, "}", function(place)
      local name
      name, place = unquoted(text, text:match('^%s*"()', place))
      found[name], place = value(text, text:match("^%s*:()", place))
      return place
    end)
    return found, after
  end
  local word, after = text:match("^([%w%.%+%-]+)()", at)
  if word == "true" or word == "false" then return word == "true", after end
  if word == "null" then return nil, after end
  return tonumber(word) or error("an unknown word"), after
end

-- The exact rate behind Reaper's 23.976 or 29.97

local function rate_text(rate)
  local whole = math.floor(rate + 0.5)
  if math.abs(rate - whole) < 0.001 then return tostring(whole), whole end
  local near = math.ceil(rate)
  return string.format("%d/1001", near * 1000), near * 1000 / 1001
end

local function job_for(item, answers)
  local take = reaper.GetActiveTake(item)
  if not take then return nil, "The selected item has no file." end
  local path = reaper.GetMediaSourceFileName(reaper.GetMediaItemTake_Source(take))
  if path == "" then return nil, "The selected item has no file." end
  if math.abs(reaper.GetMediaItemTakeInfo_Value(take, "D_PLAYRATE") - 1) > 1e-9 then
    return nil, "The item is retimed, which v2a cannot follow. Render it first."
  end
  local float, drop = reaper.TimeMap_curFrameRate(0)
  local text, rate = rate_text(float)
  local position = reaper.GetMediaItemInfo_Value(item, "D_POSITION")
  local length = reaper.GetMediaItemInfo_Value(item, "D_LENGTH")
  local offset = reaper.GetMediaItemTakeInfo_Value(take, "D_STARTOFFS")
  local record = math.floor((position + reaper.GetProjectTimeOffset(0, false)) * rate + 0.5)
  return {
    schema = "1",
    host = quoted("reaper"),
    name = quoted(reaper.GetTakeName(take)),
    media = quoted(path),
    start = quoted(string.format("%.9f", math.max(0, offset))),
    frames = string.format("%d", math.max(1, math.floor(length * rate + 0.5))),
    rate = quoted(text),
    record = string.format("%d", math.max(0, record)),
    drop = tostring(drop and (text == "30000/1001" or text == "60000/1001")),
    takes = string.format("%d", answers.takes),
    prompt = quoted(answers.prompt),
  }
end

local function write(path, job)
  local names, lines = {}, {}
  for name in pairs(job) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do lines[#lines + 1] = string.format("  %s: %s", quoted(name), job[name]) end
  local file = io.open(path, "wb")
  if not file then return false end
  file:write("{\n", table.concat(lines, ",\n"), "\n}\n")
  return file:close()
end

local function insert(item, result)
  local track = reaper.GetMediaItem_Track(item)
  local index = math.floor(reaper.GetMediaTrackInfo_Value(track, "IP_TRACKNUMBER"))
  local position = reaper.GetMediaItemInfo_Value(item, "D_POSITION")
  reaper.Undo_BeginBlock()
  reaper.InsertTrackAtIndex(index, true)
  local new = reaper.GetTrack(0, index)
  reaper.GetSetMediaTrackInfo_String(new, "P_NAME", "v2a foley", true)
  local made = reaper.AddMediaItemToTrack(new)
  reaper.SetMediaItemInfo_Value(made, "D_POSITION", position)
  reaper.SetMediaItemInfo_Value(made, "D_LENGTH", result.stems[1].samples / result.stems[1].rate)
  reaper.SetMediaItemInfo_Value(made, "B_LOOPSRC", 0)
  for number, stem in ipairs(result.stems) do
    local take = reaper.AddTakeToMediaItem(made)
    reaper.SetMediaItemTake_Source(take, reaper.PCM_Source_CreateFromFile(stem.file))
    reaper.GetSetMediaItemTakeInfo_String(take, "P_NAME", stem.name, true)
    if number == 1 then reaper.SetActiveTake(take) end
  end
  reaper.UpdateArrange()
  reaper.Undo_EndBlock("v2a: foley", -1)
end

local function wait(item, folder, patience)
  local file = io.open(folder .. "/result.json", "rb")
  if not file then
    if patience <= 0 then return stop("v2a gave no answer. Is 'v2a doctor' content? The job lies in " .. folder) end
    return reaper.defer(function() wait(item, folder, patience - 1) end)
  end
  local text = file:read("a")
  file:close()
  local good, result = pcall(value, text, 1)
  if not good or type(result) ~= "table" then return stop("v2a gave an answer that cannot be read.") end
  if result.error ~= "" then return stop(result.error .. " " .. result.hint) end
  if not reaper.ValidatePtr(item, "MediaItem*") then return stop("The item is gone. The takes lie in " .. folder) end
  insert(item, result)
end

local function main()
  local item = reaper.GetSelectedMediaItem(0, 0)
  if not item then return stop("Select a video item first.") end
  local agreed, text = reaper.GetUserInputs("v2a", 2, "Takes,Prompt (may be empty),extrawidth=200", "3,")
  if not agreed then return end
  local takes, prompt = text:match("^%s*(%d+)%s*,(.*)$")
  if not takes then return stop("The number of takes is a whole number.") end
  local job, reason = job_for(item, {takes = tonumber(takes), prompt = prompt})
  if not job then return stop(reason) end
  local home = reaper.GetProjectPath() .. "/v2a takes"
  local folder = home .. "/" .. os.date("%Y-%m-%d %H.%M.%S")
  reaper.RecursiveCreateDirectory(folder, 0)
  job.out = quoted(folder)
  if not write(folder .. "/job.json", job) then return stop(folder .. " cannot be written.") end
  local words = {}
  for _, word in ipairs(V2A) do words[#words + 1] = '"' .. word .. '"' end
  words[#words + 1] = 'host run "' .. folder .. '/job.json"'
  reaper.ExecProcess(table.concat(words, " "), -2) -- in the background; the answer is the file result.json
  wait(item, folder, 30 * 3600) -- about an hour of Reaper's thirty calls a second
end

main()
