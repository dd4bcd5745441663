"""Every command of `v2a`: its name, what the help says of it, and where its function is.

A command's module is imported when that command is called, or its own help, and not before.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TABLE", "CommandLine", "GroupLine"]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command.

    Attributes:
        name: What a person types.
        help: First sentence of its function's docstring; a test compares them.
        target: "module:function" below `v2a_plugin.cli`.
        any_option: Whether options that the function does not know are arguments of it.
    """

    name: str
    help: str
    target: str
    any_option: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A word that stands before other commands."""

    name: str
    help: str
    commands: tuple[CommandLine | GroupLine, ...]


_C, _G = CommandLine, GroupLine

TABLE = _G(
    "v2a",
    "Looks at a shot of video and proposes foley for it: several takes, each with its recipe.",
    (
        _C("probe", "Show what a file holds: pictures, sounds, rate, timecode.", "probe:probe"),
        _C("shots", "List the shots of a video.", "shots:shots"),
        _C(
            "guide",
            "Say when something should sound in a shot: events, how strong each is, and a curve of energy.",
            "guides:guide",
        ),
        _C("generate", "Render takes: one WAV and one recipe each, and a contact sheet a region.", "generate:generate"),
        _C(
            "evaluate",
            "Measure generated clips against real ones: FD, FAD, KID, KL, IS, CS, class agreement, diversity, levels.",
            "evaluate:evaluate",
        ),
        _C(
            "study",
            "Run a declared set of systems over a declared set of items; what is done already is not done again.",
            "study:study",
        ),
        _C(
            "interpolate",
            "Write clips on the great circle between two sounds, and say whether the ear follows.",
            "interpolate:interpolate",
        ),
        _C(
            "listen",
            "Write a page for a blind A/B test that needs nothing beside it, or read the results of one.",
            "listen:listen",
        ),
        _G(
            "project",
            "A cut with its takes and every change, kept in one folder.",
            (
                _C("new", "Make a project from videos: their shots become its regions.", "project.new:new"),
                _C("info", "Show what a project holds, and whether its media are there.", "project.info:info"),
                _C(
                    "generate",
                    "Render takes into a project; regions that have theirs are passed over, so that it can be broken off any time.",
                    "project.generate:generate",
                ),
                _C(
                    "merge",
                    "Bring takes into a project that 'generate --into' wrote elsewhere; what is there already is passed over.",
                    "project.merge:merge",
                ),
                _C(
                    "between",
                    "Render a take that sounds between two others; it belongs to the region of the first.",
                    "project.takes:between",
                ),
                _C(
                    "like",
                    "Render takes much like one: near to it in what they are asked for, with seeds of their own.",
                    "project.takes:like",
                ),
                _C(
                    "mend",
                    "Render a part of a take anew, or more of it behind its end; the rest stays as it is.",
                    "project.takes:mend",
                ),
                _C(
                    "place",
                    "Place takes on a track: those given, or the best one of every region that has none there.",
                    "project.placing:place",
                ),
                _C("list", "List regions, takes, cues, tracks or markers.", "project.listing:listing"),
                _C(
                    "markers",
                    "Write the markers of a cut to a file that other programs read.",
                    "project.markers:markers",
                ),
                _C(
                    "hits",
                    "Find where things strike or flash in the picture; the hits become markers of the cut.",
                    "project.hits:hits",
                ),
                _C(
                    "align",
                    "Slip takes so that they strike on the hits under their cues; move the cue where the handles do not reach.",
                    "project.hits:align",
                ),
                _C(
                    "level",
                    "Set the gain of cues from what is measured; the samples of takes are never touched.",
                    "project.level:level",
                ),
                _C(
                    "clear",
                    "Let every take go that is not starred, chosen or placed; 'undo' brings them back, 'gc --history' deletes them.",
                    "project.takes:clear",
                ),
                _G(
                    "shots",
                    "The shots of a cut: list, split, merge, mark, name, look for cuts again.",
                    (
                        _C("list", "List the shots; as 'v2a project list PROJECT regions'.", "project.shots:list_"),
                        _C(
                            "split",
                            "Cut the shot under a time in two; the first part keeps its takes.",
                            "project.shots:split",
                        ),
                        _C(
                            "merge",
                            "Join shots into the first of them; the takes of all are its takes.",
                            "project.shots:merge",
                        ),
                        _C("rename", "Call a shot something else.", "project.shots:rename"),
                        _C("mark", "Make a segment of its own of a part of a shot.", "project.shots:mark"),
                        _C(
                            "detect",
                            "Look for more cuts inside shots; the cuts that are there, and the takes, stay.",
                            "project.shots:detect",
                        ),
                    ),
                ),
                _C(
                    "edit",
                    "Do any edit of cues, takes, shots, markers or tracks by its name; 'undo' takes it back.",
                    "project.named_edits:edit",
                    any_option=True,
                ),
                _C(
                    "edit-take",
                    "Make a new take from a take: trimmed, louder, faded, looped. The take itself stays as it is.",
                    "project.edit_take:edit_take",
                ),
                _C(
                    "preview",
                    "Lay takes of a region over each other, each where it lies, in a file to listen to.",
                    "project.edit_take:preview",
                ),
                _C(
                    "edits",
                    "List the edits that 'v2a project edit' knows, and their arguments.",
                    "project.named_edits:edits",
                ),
                _C("undo", "Take the last edit back; takes that came since stay.", "project.placing:undo"),
                _C("redo", "Do the edit again that was taken back last.", "project.placing:redo"),
                _C("log", "List what was done, the newest change first.", "project.info:log"),
                _C("recipe", "Show where the sound of a take is and how it was made.", "project.recipe:recipe"),
                _C("copy", "Copy a project with its takes and its history; caches stay behind.", "project.copy:copy"),
                _C(
                    "relink",
                    "Find missing media again by their fingerprint, whatever they are called now.",
                    "project.upkeep:relink",
                ),
                _C(
                    "gc",
                    "Delete half-written files, caches, and with --history takes that are not kept any more; they are listed first.",
                    "project.upkeep:gc",
                ),
                _C(
                    "verify",
                    "Compare every take and media file of a project, or every file of a delivery, with its digest.",
                    "project.upkeep:verify",
                ),
            ),
        ),
        _G(
            "farm",
            "Many machines: a project as a job of a render farm.",
            (
                _C(
                    "openjd",
                    "Write an Open Job Description of a project's takes: chunks of shots, and a step that merges them.",
                    "farm:openjd",
                    any_option=True,
                ),
            ),
        ),
        _G(
            "cut",
            "The editor's own cut: OTIO, FCP7 XML, FCPXML or EDL.",
            (
                _C(
                    "conform",
                    "Match a changed cut with the old one: cues follow their pictures; what has no match goes to its own track.",
                    "cut_conform:conform",
                ),
                _C(
                    "import",
                    "Read the picture of a cut: its clips become regions, with source and record timecode kept.",
                    "cut:import_",
                ),
            ),
        ),
        _G(
            "models",
            "Model bundles: list, pull, verify, remove, path.",
            (
                _C("list", "Show every known bundle, whether it is here, and its licence.", "models:list_bundles"),
                _C(
                    "pull",
                    "Get a bundle from the hub: shows size and licence first, resumes, checks every file.",
                    "models:pull",
                ),
                _C("verify", "Hash every file of a bundle and compare it with the lock.", "models:verify"),
                _C(
                    "remove", "Delete a pulled bundle. Mappers that were trained on this machine stay.", "models:remove"
                ),
                _C("path", "Print the folder of a bundle that is here.", "models:path"),
            ),
        ),
        _G(
            "library",
            "Your own recordings: add folders, scan them, find in them. Their files are never changed.",
            (
                _C("add", "Make a library of a folder of recordings; 'scan' then reads them.", "library:add"),
                _C("scan", "Read what is new in a library, or in all. Run it again to go on.", "library_scan:scan"),
                _C("list", "List the libraries: what is in each, and whether its drive is there.", "library:list_"),
                _C(
                    "search",
                    "Find recordings by words, by a category, by a sound or by a picture.",
                    "library_search:search",
                ),
                _C("info", "Show what a library knows of a recording.", "library:info"),
                _C("remove", "Forget a library: its index is deleted, its recordings stay.", "library:remove"),
            ),
        ),
        _G(
            "train",
            "Train a mapper on footage of your own: cache, mapper, bridge.",
            (
                _C(
                    "cache",
                    "Encode videos with sound into shards of embeddings. Run it again to go on after an interruption.",
                    "train:cache",
                ),
                _C(
                    "mapper",
                    "Train a mapper on shards. Ctrl-C saves; run it again to go on. 'accelerate launch' uses several devices.",
                    "train:mapper",
                ),
                _C(
                    "bridge",
                    "Fit a text bridge: a mapper from captions alone, in minutes on a CPU; pairs make it better.",
                    "train:bridge",
                ),
            ),
        ),
        _C("plugins", "List plugins: what each adds, where it is from, and why one failed.", "plugins:plugins"),
        _C(
            "doctor",
            "Show versions, devices, memory, system libraries and bundles, and the next step when something is missing.",
            "doctor:doctor",
        ),
        _C("panel", "Open the desktop panel.", "panel:panel"),
        _C("export", "Deliver the cut of a project: stems, and a timeline's file that places them.", "export:export"),
        _C(
            "sign",
            "Sign the WAVs of a delivery with content credentials (C2PA) that say how they came to be.",
            "sign:sign",
        ),
        _G(
            "host",
            "Reach v2a from an editor: install its script, run its jobs.",
            (
                _C("list", "List hosts, and whether they are here and have their script.", "host:listing"),
                _C(
                    "install",
                    "Put v2a into an editor. Writes into its script folder only, and only once.",
                    "host:install",
                ),
                _C(
                    "uninstall", "Take v2a out of an editor again. Removes only what it wrote itself.", "host:uninstall"
                ),
                _C("run", "Do a host's job. The answer is result.json beside the job, also when it fails.", "host:run"),
            ),
        ),
        _C(
            "watch",
            "Turn every clip or cut that is put into a folder into takes and a timeline. Ctrl-C ends it.",
            "host:watch_files",
        ),
    ),
)
