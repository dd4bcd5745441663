<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>BetweenTakes</name>
    <message>
        <source>Between this take</source>
        <translation>Zwischen diesem Take</translation>
    </message>
    <message>
        <source>and this take</source>
        <translation>und diesem Take</translation>
    </message>
    <message>
        <source>Place between the two takes, in percent</source>
        <translation>Ort zwischen den beiden Takes, in Prozent</translation>
    </message>
    <message>
        <source>Renders a take between the two where it is let go</source>
        <translation>Rendert einen Take zwischen den beiden, wo losgelassen wird</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Zwischen</translation>
    </message>
</context>
<context>
    <name>Bulletin</name>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open for reading only: {why}. Edits and takes are not kept.</source>
        <translation>Nur zum Lesen geöffnet: {why}. Änderungen und Takes werden nicht behalten.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Kopie speichern…</translation>
    </message>
    <message>
        <source>1 generation was not finished.</source>
        <translation>1 Auftrag wurde nicht fertig.</translation>
    </message>
    <message>
        <source>{count} generations were not finished.</source>
        <translation>{count} Aufträge wurden nicht fertig.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source> … and {n} more.</source>
        <translation> … und {n} weitere.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>{n} cuts came at once, and one is opened at a time. Which one?</source>
        <translation>{n} Schnitte kamen auf einmal, und nur einer wird geöffnet. Welcher?</translation>
    </message>
    <message>
        <source> {n} more can be dropped by themselves.</source>
        <translation> {n} weitere lassen sich einzeln ablegen.</translation>
    </message>
    <message>
        <source>{name} is a cut. Is it the new version of what this project shows?</source>
        <translation>{name} ist ein Schnitt. Ist es die neue Fassung dessen, was dieses Projekt zeigt?</translation>
    </message>
    <message>
        <source>Conform this project to it</source>
        <translation>Dieses Projekt daran anpassen</translation>
    </message>
    <message>
        <source>Open as a new project</source>
        <translation>Als neues Projekt öffnen</translation>
    </message>
    <message>
        <source>The cut</source>
        <translation>Der Schnitt</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>Liste leeren</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Drag a take here, or press P to place the selected one.</source>
        <translation>Einen Take hierher ziehen, oder mit P den gewählten setzen.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open the sample clip</source>
        <translation>Beispielclip öffnen</translation>
    </message>
    <message>
        <source>Save project as…</source>
        <translation>Projekt speichern unter…</translation>
    </message>
    <message>
        <source>Conform to a changed cut or picture…</source>
        <translation>An geänderten Schnitt oder neues Bild anpassen…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ausgeben…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Voreinstellungen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Split at the playhead</source>
        <translation>Am Abspielkopf teilen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Ripple delete</source>
        <translation>Löschen und Lücke schließen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste at the playhead</source>
        <translation>Am Abspielkopf einfügen</translation>
    </message>
    <message>
        <source>Select all cues</source>
        <translation>Alle Cues auswählen</translation>
    </message>
    <message>
        <source>Close or deselect</source>
        <translation>Schließen oder Auswahl aufheben</translation>
    </message>
    <message>
        <source>Add a marker at the playhead</source>
        <translation>Marker am Abspielkopf setzen</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Einrasten</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Shuttle back</source>
        <translation>Rückwärts spulen</translation>
    </message>
    <message>
        <source>Shuttle on</source>
        <translation>Vorwärts spulen</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>Zehn Bilder zurück</translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation>Zehn Bilder weiter</translation>
    </message>
    <message>
        <source>Previous shot</source>
        <translation>Vorige Einstellung</translation>
    </message>
    <message>
        <source>Next shot</source>
        <translation>Nächste Einstellung</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>Voriger Treffer</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Go to the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Mark in</source>
        <translation>In-Punkt setzen</translation>
    </message>
    <message>
        <source>Mark out</source>
        <translation>Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Make a segment of in and out</source>
        <translation>Segment aus In und Out</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Play with pre- and post-roll</source>
        <translation>Mit Vor- und Nachlauf spielen</translation>
    </message>
    <message>
        <source>Generate takes</source>
        <translation>Takes erzeugen</translation>
    </message>
    <message>
        <source>Generate for every shot without takes</source>
        <translation>Für jede Einstellung ohne Takes erzeugen</translation>
    </message>
    <message>
        <source>Split the shot at the playhead</source>
        <translation>Einstellung am Abspielkopf teilen</translation>
    </message>
    <message>
        <source>Merge the selected shots</source>
        <translation>Gewählte Einstellungen verbinden</translation>
    </message>
    <message>
        <source>Rename the shot…</source>
        <translation>Einstellung umbenennen…</translation>
    </message>
    <message>
        <source>Look for more cuts in the selected shots…</source>
        <translation>Weitere Schnitte in gewählten Einstellungen suchen…</translation>
    </message>
    <message>
        <source>Find hits in the selected shots</source>
        <translation>Treffer in gewählten Einstellungen suchen</translation>
    </message>
    <message>
        <source>Hear the production sound</source>
        <translation>Originalton hören</translation>
    </message>
    <message>
        <source>Audition take 1</source>
        <translation>Take 1 anhören</translation>
    </message>
    <message>
        <source>Audition take 2</source>
        <translation>Take 2 anhören</translation>
    </message>
    <message>
        <source>Audition take 3</source>
        <translation>Take 3 anhören</translation>
    </message>
    <message>
        <source>Audition take 4</source>
        <translation>Take 4 anhören</translation>
    </message>
    <message>
        <source>Audition take 5</source>
        <translation>Take 5 anhören</translation>
    </message>
    <message>
        <source>Audition take 6</source>
        <translation>Take 6 anhören</translation>
    </message>
    <message>
        <source>Audition take 7</source>
        <translation>Take 7 anhören</translation>
    </message>
    <message>
        <source>Audition take 8</source>
        <translation>Take 8 anhören</translation>
    </message>
    <message>
        <source>Audition take 9</source>
        <translation>Take 9 anhören</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Choose this take for the shot</source>
        <translation>Diesen Take für die Einstellung wählen</translation>
    </message>
    <message>
        <source>Place on the timeline</source>
        <translation>Auf die Zeitleiste setzen</translation>
    </message>
    <message>
        <source>Place the best of all shots</source>
        <translation>Die besten aller Einstellungen setzen</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Edit the sound into a new take…</source>
        <translation>Klang zu einem neuen Take bearbeiten…</translation>
    </message>
    <message>
        <source>Again with the next seeds</source>
        <translation>Noch einmal mit den nächsten Seeds</translation>
    </message>
    <message>
        <source>Discard this take</source>
        <translation>Diesen Take verwerfen</translation>
    </message>
    <message>
        <source>Clear this shot&apos;s takes but favourites</source>
        <translation>Takes dieser Einstellung leeren, Favoriten bleiben</translation>
    </message>
    <message>
        <source>Clear all takes but favourites</source>
        <translation>Alle Takes leeren, Favoriten bleiben</translation>
    </message>
    <message>
        <source>Note on this take…</source>
        <translation>Notiz zu diesem Take…</translation>
    </message>
    <message>
        <source>History of takes…</source>
        <translation>Verlauf der Takes…</translation>
    </message>
    <message>
        <source>Use this take&apos;s settings again</source>
        <translation>Einstellungen dieses Takes wieder verwenden</translation>
    </message>
    <message>
        <source>Copy the recipe</source>
        <translation>Rezept kopieren</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>Datei zeigen</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>Laufendes abbrechen</translation>
    </message>
    <message>
        <source>Cancel what waits</source>
        <translation>Wartendes abbrechen</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alles abbrechen</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit the timeline</source>
        <translation>Zeitleiste einpassen</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>Befehl suchen…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Plugins…</source>
        <translation>Plugins…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Tastenkürzel…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Docks</source>
        <translation>Andockfenster</translation>
    </message>
</context>
<context>
    <name>EditSoundDialog</name>
    <message>
        <source>Edit the sound of a take</source>
        <translation>Klang eines Takes bearbeiten</translation>
    </message>
    <message>
        <source>Trim the silence at its ends</source>
        <translation>Stille an den Enden abschneiden</translation>
    </message>
    <message>
        <source> dBFS</source>
        <translation> dBFS</translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Silence is below</source>
        <translation>Stille liegt unter</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Fade in</source>
        <translation>Einblenden</translation>
    </message>
    <message>
        <source>Fade out</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>A new take is made. The take it is made of stays as it is.</source>
        <translation>Es entsteht ein neuer Take. Der bearbeitete bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>New take</source>
        <translation>Neuer Take</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>&apos;{0}&apos; is no UCS category.</source>
        <translation>„{0}“ ist keine UCS-Kategorie.</translation>
    </message>
    <message>
        <source>1 cue moved or trimmed with the picture.</source>
        <translation>1 Cue ist dem Bild gefolgt oder wurde gekürzt.</translation>
    </message>
    <message>
        <source>1 hit is left out.</source>
        <translation>1 Treffer fällt weg.</translation>
    </message>
    <message>
        <source>1 marker is left out.</source>
        <translation>1 Marker fällt weg.</translation>
    </message>
    <message>
        <source>1 marker left in place.</source>
        <translation>1 Marker ist geblieben, wo er war.</translation>
    </message>
    <message>
        <source>1 muted cue is left out.</source>
        <translation>1 stummer Cue fällt weg.</translation>
    </message>
    <message>
        <source>1 note is left out.</source>
        <translation>1 Notiz fällt weg.</translation>
    </message>
    <message>
        <source>1 shot matched by picture.</source>
        <translation>1 Einstellung am Bild wiedererkannt.</translation>
    </message>
    <message>
        <source>1 take was cleared; starred, chosen and placed ones stay.</source>
        <translation>1 Take wurde entfernt; gemerkte, gewählte und gesetzte bleiben.</translation>
    </message>
    <message>
        <source>1 take was let go, the oldest that nobody starred, chose or placed: a shot keeps {0}.</source>
        <translation>1 Take wurde entfernt, der älteste, den niemand gemerkt, gewählt oder gesetzt hat: Eine Einstellung behält {0}.</translation>
    </message>
    <message>
        <source>A cue of {0} went to {1}, since it would have overlapped.</source>
        <translation>Ein Cue von {0} kam auf {1}, weil er sich sonst überschnitten hätte.</translation>
    </message>
    <message>
        <source>A cut lies outside {0}.</source>
        <translation>Ein Schnitt liegt außerhalb von {0}.</translation>
    </message>
    <message>
        <source>AAF with linked mono WAV, for Pro Tools and Media Composer (experimental)</source>
        <translation>AAF mit verknüpften Mono-WAV, für Pro Tools und Media Composer (experimentell)</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Marker setzen</translation>
    </message>
    <message>
        <source>Add markers</source>
        <translation>Marker setzen</translation>
    </message>
    <message>
        <source>Add one, or unlock one.</source>
        <translation>Fügen Sie eine hinzu oder entsperren Sie eine.</translation>
    </message>
    <message>
        <source>Add track</source>
        <translation>Spur hinzufügen</translation>
    </message>
    <message>
        <source>Align to hit</source>
        <translation>Am Treffer ausrichten</translation>
    </message>
    <message>
        <source>AudioLDM, from a diffusers folder</source>
        <translation>AudioLDM, aus einem Ordner von diffusers</translation>
    </message>
    <message>
        <source>BLIP, from a local folder</source>
        <translation>BLIP, aus einem Ordner auf diesem Rechner</translation>
    </message>
    <message>
        <source>Begin it inside a shot.</source>
        <translation>Beginnen Sie es in einer Einstellung.</translation>
    </message>
    <message>
        <source>Blender 3.3 or later, video sequencer</source>
        <translation>Blender ab 3.3, Video-Sequencer</translation>
    </message>
    <message>
        <source>Broadcast wave stems, for every host that spots by timecode</source>
        <translation>Broadcast-Wave-Stems, für jedes Programm, das nach Timecode anlegt</translation>
    </message>
    <message>
        <source>CLAP, from a LAION checkpoint (extra `laion`)</source>
        <translation>CLAP, aus einem Checkpoint von LAION (Extra `laion`)</translation>
    </message>
    <message>
        <source>CLAP, from a transformers folder</source>
        <translation>CLAP, aus einem Ordner von transformers</translation>
    </message>
    <message>
        <source>CLIP, from an open_clip model</source>
        <translation>CLIP, aus einem Modell von open_clip</translation>
    </message>
    <message>
        <source>CMX3600 EDL</source>
        <translation>CMX3600 EDL</translation>
    </message>
    <message>
        <source>CMX3600 EDL, one list a track, where nothing better is read</source>
        <translation>CMX3600-EDL, eine Liste je Spur, wo nichts Besseres gelesen wird</translation>
    </message>
    <message>
        <source>CSV cue sheet, for spreadsheets; no sound</source>
        <translation>CSV-Cue-Liste für Tabellenprogramme; ohne Ton</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Wahl</translation>
    </message>
    <message>
        <source>Choose another detector.</source>
        <translation>Wählen Sie einen anderen Detektor.</translation>
    </message>
    <message>
        <source>Choose another take, or slip it by ear.</source>
        <translation>Wählen Sie einen anderen Take, oder schieben Sie ihn nach Gehör.</translation>
    </message>
    <message>
        <source>Choose another transient.</source>
        <translation>Wählen Sie einen anderen Anschlag.</translation>
    </message>
    <message>
        <source>Choose one of this region&apos;s takes.</source>
        <translation>Wählen Sie einen Take dieser Stelle.</translation>
    </message>
    <message>
        <source>Choose take</source>
        <translation>Take wählen</translation>
    </message>
    <message>
        <source>Commercial use is not allowed: no paid film, advertisement, game or client work.</source>
        <translation>Gewerbliche Nutzung ist nicht erlaubt: kein bezahlter Film, keine Werbung, kein Spiel, kein Kundenauftrag.</translation>
    </message>
    <message>
        <source>Conform</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Conformed to {0}; undo takes it back.</source>
        <translation>An {0} angeglichen; Rückgängig nimmt es zurück.</translation>
    </message>
    <message>
        <source>Copy cues first.</source>
        <translation>Kopieren Sie zuerst Cues.</translation>
    </message>
    <message>
        <source>Cuts and dissolves, by a small network (TransNet V2, extra `transnet`)</source>
        <translation>Schnitte und Blenden, durch ein kleines Netz (TransNet V2, Extra `transnet`)</translation>
    </message>
    <message>
        <source>DaVinci Resolve 18 or later, free and Studio</source>
        <translation>DaVinci Resolve ab 18, frei und Studio</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Detect its own shots first.</source>
        <translation>Suchen Sie zuerst seine eigenen Einstellungen.</translation>
    </message>
    <message>
        <source>Detect the shots first.</source>
        <translation>Suchen Sie zuerst die Einstellungen.</translation>
    </message>
    <message>
        <source>Diffusion prior</source>
        <translation>Diffusions-Prior</translation>
    </message>
    <message>
        <source>Done again: {0}.</source>
        <translation>Wiederholt: {0}.</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Edit one file at a time.</source>
        <translation>Bearbeiten Sie eine Datei auf einmal.</translation>
    </message>
    <message>
        <source>Edit shots that are shown once.</source>
        <translation>Bearbeiten Sie Einstellungen, die einmal vorkommen.</translation>
    </message>
    <message>
        <source>Fade in</source>
        <translation>Einblenden</translation>
    </message>
    <message>
        <source>Fade out</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Final Cut Pro 7 XML</source>
        <translation>Final Cut Pro 7 XML</translation>
    </message>
    <message>
        <source>Final Cut Pro 7 XML, for Premiere and DaVinci Resolve</source>
        <translation>Final-Cut-Pro-7-XML, für Premiere und DaVinci Resolve</translation>
    </message>
    <message>
        <source>Final Cut Pro XML</source>
        <translation>Final Cut Pro XML</translation>
    </message>
    <message>
        <source>Final Cut Pro XML 1.11, for Final Cut Pro and DaVinci Resolve</source>
        <translation>Final-Cut-Pro-XML 1.11, für Final Cut Pro und DaVinci Resolve</translation>
    </message>
    <message>
        <source>Find hits</source>
        <translation>Treffer suchen</translation>
    </message>
    <message>
        <source>Find the hits of its shot, or set one by hand.</source>
        <translation>Suchen Sie die Treffer seiner Einstellung, oder setzen Sie einen von Hand.</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Generate some, or take one back.</source>
        <translation>Erzeugen Sie welche, oder nehmen Sie einen zurück.</translation>
    </message>
    <message>
        <source>Give a CatID such as FOLYFeet.</source>
        <translation>Geben Sie eine CatID wie FOLYFeet an.</translation>
    </message>
    <message>
        <source>Give a duration for stills only.</source>
        <translation>Geben Sie nur für Standbilder eine Dauer an.</translation>
    </message>
    <message>
        <source>Give a duration.</source>
        <translation>Geben Sie eine Dauer an.</translation>
    </message>
    <message>
        <source>Give a span inside the clip.</source>
        <translation>Geben Sie eine Stelle innerhalb des Clips an.</translation>
    </message>
    <message>
        <source>Give all shots of the file in order.</source>
        <translation>Geben Sie alle Einstellungen der Datei der Reihe nach an.</translation>
    </message>
    <message>
        <source>Give cuts inside the span.</source>
        <translation>Geben Sie Schnitte innerhalb der Stelle an.</translation>
    </message>
    <message>
        <source>Give each shot once.</source>
        <translation>Geben Sie jede Einstellung einmal an.</translation>
    </message>
    <message>
        <source>Give it as a Fraction.</source>
        <translation>Geben Sie sie als Bruch an.</translation>
    </message>
    <message>
        <source>Give more than 0.</source>
        <translation>Geben Sie mehr als 0 an.</translation>
    </message>
    <message>
        <source>Handles are left out.</source>
        <translation>Handles fallen weg.</translation>
    </message>
    <message>
        <source>Handles are left out: only stems per cue have them.</source>
        <translation>Handles fallen weg: Nur Stems je Cue haben welche.</translation>
    </message>
    <message>
        <source>Hard cuts, by change against the frames around (PySceneDetect)</source>
        <translation>Harte Schnitte, nach der Änderung gegenüber den Bildern ringsum (PySceneDetect)</translation>
    </message>
    <message>
        <source>Import cut</source>
        <translation>Schnitt übernehmen</translation>
    </message>
    <message>
        <source>Its take has no more sound.</source>
        <translation>Sein Take hat nicht mehr Ton.</translation>
    </message>
    <message>
        <source>Kdenlive project, 20.08 or newer</source>
        <translation>Kdenlive-Projekt, ab 20.08</translation>
    </message>
    <message>
        <source>Keep takes</source>
        <translation>Takes behalten</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Lock track</source>
        <translation>Spur sperren</translation>
    </message>
    <message>
        <source>MLT timeline, for Shotcut and melt</source>
        <translation>MLT-Timeline, für Shotcut und melt</translation>
    </message>
    <message>
        <source>Mark a part of the shot.</source>
        <translation>Markieren Sie einen Teil der Einstellung.</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Merging takes two shots or more.</source>
        <translation>Zum Verbinden braucht es mindestens zwei Einstellungen.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move marker</source>
        <translation>Marker verschieben</translation>
    </message>
    <message>
        <source>Move the cue, or render the take with longer handles.</source>
        <translation>Verschieben Sie den Cue, oder rendern Sie den Take mit längeren Handles.</translation>
    </message>
    <message>
        <source>Move track</source>
        <translation>Spur verschieben</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Mute track</source>
        <translation>Spur stumm</translation>
    </message>
    <message>
        <source>Name the earlier shot first.</source>
        <translation>Nennen Sie die frühere Einstellung zuerst.</translation>
    </message>
    <message>
        <source>Next take</source>
        <translation>Nächster Take</translation>
    </message>
    <message>
        <source>No cue was given.</source>
        <translation>Es wurde kein Cue angegeben.</translation>
    </message>
    <message>
        <source>No shot has the id {0}.</source>
        <translation>Keine Einstellung hat die Kennung {0}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made for another state of the timeline: {1}.</source>
        <translation>„{0}“ gehört zu einem anderen Stand der Timeline: {1}.</translation>
    </message>
    <message>
        <source>A cue on {0} plays the take {1}.</source>
        <translation>Ein Cue auf {0} spielt den Take {1}.</translation>
    </message>
    <message>
        <source>AAF, of Media Composer and Premiere</source>
        <translation>AAF, von Media Composer und Premiere</translation>
    </message>
    <message>
        <source>Add another take.</source>
        <translation>Fügen Sie einen anderen Take hinzu.</translation>
    </message>
    <message>
        <source>Add it first.</source>
        <translation>Fügen Sie ihn zuerst hinzu.</translation>
    </message>
    <message>
        <source>Add the take first.</source>
        <translation>Fügen Sie zuerst den Take hinzu.</translation>
    </message>
    <message>
        <source>An operation has neither a before nor an after.</source>
        <translation>Ein Schritt hat weder ein Vorher noch ein Nachher.</translation>
    </message>
    <message>
        <source>CLIP, from an open_clip model, with its trunk&apos;s own names</source>
        <translation>CLIP, aus einem Modell von open_clip, mit den eigenen Namen seines Netzes</translation>
    </message>
    <message>
        <source>Change the cues one by one.</source>
        <translation>Ändern Sie die Cues einzeln.</translation>
    </message>
    <message>
        <source>Choose another first.</source>
        <translation>Wählen Sie zuerst einen anderen.</translation>
    </message>
    <message>
        <source>Delete the cue first.</source>
        <translation>Löschen Sie zuerst den Cue.</translation>
    </message>
    <message>
        <source>Insert it where its time belongs.</source>
        <translation>Setzen Sie ihn dorthin, wo seine Zeit liegt.</translation>
    </message>
    <message>
        <source>Kdenlive project</source>
        <translation>Kdenlive-Projekt</translation>
    </message>
    <message>
        <source>MLT XML, of melt and Shotcut</source>
        <translation>MLT-XML, von melt und Shotcut</translation>
    </message>
    <message>
        <source>Make the edit again on the timeline as it is.</source>
        <translation>Machen Sie die Änderung noch einmal auf der Timeline, wie sie ist.</translation>
    </message>
    <message>
        <source>Marker {0} is out of order.</source>
        <translation>Der Marker {0} steht nicht in der Reihe.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Nothing has moved.</source>
        <translation>Nichts hat sich verschoben.</translation>
    </message>
    <message>
        <source>Nothing to clear.</source>
        <translation>Nichts zu entfernen.</translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation>Es wurde nichts kopiert.</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>Schieben</translation>
    </message>
    <message>
        <source>OpenTimelineIO</source>
        <translation>OpenTimelineIO</translation>
    </message>
    <message>
        <source>OpenTimelineIO bundle: timeline and stems in one file</source>
        <translation>OpenTimelineIO-Bündel: Timeline und Stems in einer Datei</translation>
    </message>
    <message>
        <source>OpenTimelineIO, for DaVinci Resolve, Premiere and Kdenlive</source>
        <translation>OpenTimelineIO, für DaVinci Resolve, Premiere und Kdenlive</translation>
    </message>
    <message>
        <source>PDF cue sheet, to print; no sound</source>
        <translation>PDF-Cue-Liste zum Drucken; ohne Ton</translation>
    </message>
    <message>
        <source>Pan is left out: the stems are mono.</source>
        <translation>Panorama fällt weg: Die Stems sind mono.</translation>
    </message>
    <message>
        <source>Pan track</source>
        <translation>Panorama der Spur</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Place best takes</source>
        <translation>Beste Takes setzen</translation>
    </message>
    <message>
        <source>Previous take</source>
        <translation>Voriger Take</translation>
    </message>
    <message>
        <source>Put it on another track first.</source>
        <translation>Setzen Sie ihn zuerst auf eine andere Spur.</translation>
    </message>
    <message>
        <source>Put the playhead inside a shot.</source>
        <translation>Setzen Sie den Abspielkopf in eine Einstellung.</translation>
    </message>
    <message>
        <source>Reaper 6 or later</source>
        <translation>Reaper ab 6</translation>
    </message>
    <message>
        <source>Reaper project</source>
        <translation>Reaper-Projekt</translation>
    </message>
    <message>
        <source>Regression by a small network</source>
        <translation>Regression durch ein kleines Netz</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Remove marker</source>
        <translation>Marke entfernen</translation>
    </message>
    <message>
        <source>Remove markers</source>
        <translation>Marker entfernen</translation>
    </message>
    <message>
        <source>Remove takes</source>
        <translation>Takes entfernen</translation>
    </message>
    <message>
        <source>Remove the one and insert the other.</source>
        <translation>Entfernen Sie das eine und fügen Sie das andere ein.</translation>
    </message>
    <message>
        <source>Remove track</source>
        <translation>Spur entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename cut</source>
        <translation>Schnitt umbenennen</translation>
    </message>
    <message>
        <source>Rename shot</source>
        <translation>Einstellung umbenennen</translation>
    </message>
    <message>
        <source>Rename track</source>
        <translation>Spur umbenennen</translation>
    </message>
    <message>
        <source>Render it again.</source>
        <translation>Rendern Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>Replace take</source>
        <translation>Take ersetzen</translation>
    </message>
    <message>
        <source>Ripple cut</source>
        <translation>Nachrückend herausnehmen</translation>
    </message>
    <message>
        <source>Ripple insert</source>
        <translation>Nachrückend einfügen</translation>
    </message>
    <message>
        <source>Say where it is to begin.</source>
        <translation>Sagen Sie, wo er beginnen soll.</translation>
    </message>
    <message>
        <source>Select a cue.</source>
        <translation>Wählen Sie einen Cue aus.</translation>
    </message>
    <message>
        <source>Select shots that follow one another.</source>
        <translation>Wählen Sie Einstellungen, die aufeinander folgen.</translation>
    </message>
    <message>
        <source>Select shots without a gap between them.</source>
        <translation>Wählen Sie Einstellungen ohne Lücke dazwischen.</translation>
    </message>
    <message>
        <source>Shorten the one or move the other.</source>
        <translation>Kürzen Sie das eine oder verschieben Sie das andere.</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Unterschieben</translation>
    </message>
    <message>
        <source>Slip or trim the cue first.</source>
        <translation>Schieben oder trimmen Sie zuerst den Cue.</translation>
    </message>
    <message>
        <source>Small enough to ship: trained on freely licensed sounds and pictures, runs offline on a CPU in seconds.</source>
        <translation>Klein genug zum Mitliefern: an frei lizenzierten Klängen und Bildern trainiert, läuft ohne Netz in Sekunden auf der CPU.</translation>
    </message>
    <message>
        <source>Solo track</source>
        <translation>Spur solo</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Split between its ends.</source>
        <translation>Teilen Sie zwischen seinen Enden.</translation>
    </message>
    <message>
        <source>Split inside a shot.</source>
        <translation>Teilen Sie innerhalb einer Einstellung.</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Start timecode</source>
        <translation>Anfangs-Timecode</translation>
    </message>
    <message>
        <source>Take the ids from the list of cues.</source>
        <translation>Nehmen Sie die Kennungen aus der Liste der Cues.</translation>
    </message>
    <message>
        <source>Take the ids from the list of markers.</source>
        <translation>Nehmen Sie die Kennungen aus der Liste der Marker.</translation>
    </message>
    <message>
        <source>Take the ids from the list of shots.</source>
        <translation>Nehmen Sie die Kennungen aus der Liste der Einstellungen.</translation>
    </message>
    <message>
        <source>Take the ids from the list of takes.</source>
        <translation>Nehmen Sie die Kennungen aus der Liste der Takes.</translation>
    </message>
    <message>
        <source>Take the ids from the list of tracks.</source>
        <translation>Nehmen Sie die Kennungen aus der Liste der Spuren.</translation>
    </message>
    <message>
        <source>Take {0} holds samples that are no numbers.</source>
        <translation>Der Take {0} enthält Abtastwerte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>Text bridge over captions</source>
        <translation>Textbrücke über Bildbeschreibungen</translation>
    </message>
    <message>
        <source>The cache was trimmed by {0} MB.</source>
        <translation>Der Cache wurde um {0} MB verkleinert.</translation>
    </message>
    <message>
        <source>The cue on {0} of {1} could not be matched: {2}. It is kept on a track of its own.</source>
        <translation>Der Cue auf {0} von {1} ließ sich nicht zuordnen: {2}. Er liegt auf einer eigenen Spur.</translation>
    </message>
    <message>
        <source>The cue {0} has another length than its take {1}.</source>
        <translation>Der Cue {0} hat eine andere Länge als sein Take {1}.</translation>
    </message>
    <message>
        <source>The cue {0} on {1} is locked.</source>
        <translation>Der Cue {0} auf {1} ist gesperrt.</translation>
    </message>
    <message>
        <source>The cue {0} plays the take {1}, which is not kept.</source>
        <translation>Der Cue {0} spielt den Take {1}, den es nicht gibt.</translation>
    </message>
    <message>
        <source>The cut does not show the region of take {0}.</source>
        <translation>Der Schnitt zeigt die Stelle des Takes {0} nicht.</translation>
    </message>
    <message>
        <source>The cut does not show the region {0}.</source>
        <translation>Der Schnitt zeigt die Stelle {0} nicht.</translation>
    </message>
    <message>
        <source>The cut {0} the region {1}.</source>
        <translation>Der Schnitt {0} die Stelle {1}.</translation>
    </message>
    <message>
        <source>The edges of 1 cue lie between frames and are put at whole ones: stems with handles have no silence there.</source>
        <translation>Die Kanten von 1 Cue liegen zwischen Bildern und kommen auf ganze: Stems mit Handles haben dort keine Stille.</translation>
    </message>
    <message>
        <source>The edges of {0} cues lie between frames and are put at whole ones: stems with handles have no silence there.</source>
        <translation>Die Kanten von {0} Cues liegen zwischen Bildern und kommen auf ganze: Stems mit Handles haben dort keine Stille.</translation>
    </message>
    <message>
        <source>The fades of 1 cue are left out: stems with handles have none.</source>
        <translation>Die Blenden von 1 Cue fallen weg: Stems mit Handles haben keine.</translation>
    </message>
    <message>
        <source>The fades of {0} cues are left out: stems with handles have none.</source>
        <translation>Die Blenden von {0} Cues fallen weg: Stems mit Handles haben keine.</translation>
    </message>
    <message>
        <source>The generator of the V2A-Mapper paper: 16 kHz sound from a 185-million-parameter latent diffusion model, steered by CLAP.</source>
        <translation>Der Generator der Arbeit zum V2A-Mapper: Ton mit 16 kHz aus einem latenten Diffusionsmodell mit 185 Millionen Parametern, gesteuert durch CLAP.</translation>
    </message>
    <message>
        <source>The handles of the take do not reach the hit, and moved by {0} s the cue would lie on another.</source>
        <translation>Die Handles des Takes reichen nicht bis zum Treffer, und um {0} s verschoben läge der Cue auf einem anderen.</translation>
    </message>
    <message>
        <source>The handles of the take let it slip by {0} s, and the hit at {1} needs {2} s.</source>
        <translation>Die Handles des Takes lassen {0} s zu, und der Treffer bei {1} braucht {2} s.</translation>
    </message>
    <message>
        <source>The header of a track was given with cues.</source>
        <translation>Der Kopf einer Spur kam mit Cues.</translation>
    </message>
    <message>
        <source>The largest AudioLDM: 16 kHz sound, same CLAP space as audioldm-s, so a mapper fitted for one fits the other.</source>
        <translation>Das größte AudioLDM: Ton mit 16 kHz, derselbe CLAP-Raum wie audioldm-s; ein Mapper für das eine passt auf das andere.</translation>
    </message>
    <message>
        <source>The middle AudioLDM: 16 kHz sound, steered by a larger CLAP than audioldm-s and -l.</source>
        <translation>Das mittlere AudioLDM: Ton mit 16 kHz, gesteuert durch ein größeres CLAP als audioldm-s und -l.</translation>
    </message>
    <message>
        <source>The names of 1 cue are left out.</source>
        <translation>Der Name von 1 Cue fällt weg.</translation>
    </message>
    <message>
        <source>The names of {0} cues are left out.</source>
        <translation>Die Namen von {0} Cues fallen weg.</translation>
    </message>
    <message>
        <source>The nearest caption of the bundle&apos;s list: a stand-in</source>
        <translation>Die nächste Beschreibung aus der Liste des Bündels: ein Ersatz</translation>
    </message>
    <message>
        <source>The picture&apos;s vector as it is</source>
        <translation>Der Vektor des Bildes, wie er ist</translation>
    </message>
    <message>
        <source>The queue could not be saved: {0}</source>
        <translation>Die Warteschlange ließ sich nicht speichern: {0}</translation>
    </message>
    <message>
        <source>The region {0} has no take that is not rejected.</source>
        <translation>Die Stelle {0} hat keinen Take, der nicht verworfen ist.</translation>
    </message>
    <message>
        <source>The segment is the whole of {0}.</source>
        <translation>Das Segment ist ganz {0}.</translation>
    </message>
    <message>
        <source>The shot detector {0} failed on {1}: {2}.</source>
        <translation>Der Detektor {0} ist an {1} gescheitert: {2}.</translation>
    </message>
    <message>
        <source>The shot detector {0} gave cuts that do not rise inside {1}.</source>
        <translation>Der Detektor {0} gab Schnitte, die in {1} nicht aufsteigen.</translation>
    </message>
    <message>
        <source>The sound of take {0} cannot change its length.</source>
        <translation>Der Ton des Takes {0} kann seine Länge nicht ändern.</translation>
    </message>
    <message>
        <source>The start timecode {0} does not count at the cut&apos;s own rate.</source>
        <translation>Der Anfangs-Timecode {0} zählt nicht in der Bildrate des Schnitts.</translation>
    </message>
    <message>
        <source>The take of this cue has no sound at {0}.</source>
        <translation>Der Take dieses Cues hat bei {0} keinen Ton.</translation>
    </message>
    <message>
        <source>The take of this cue has no sound at {0}: it reaches from {1} to {2}.</source>
        <translation>Der Take dieses Cues hat bei {0} keinen Ton: Er reicht von {1} bis {2}.</translation>
    </message>
    <message>
        <source>The take of this cue has no transient to align.</source>
        <translation>Der Take dieses Cues hat keinen Anschlag zum Ausrichten.</translation>
    </message>
    <message>
        <source>The take was discarded; undo brings it back.</source>
        <translation>Der Take wurde entfernt; Rückgängig holt ihn zurück.</translation>
    </message>
    <message>
        <source>The take {0} has no sound for what the cut shows of {1}.</source>
        <translation>Der Take {0} hat keinen Ton für das, was der Schnitt von {1} zeigt.</translation>
    </message>
    <message>
        <source>The take {0} has no sound where this cue lies.</source>
        <translation>Der Take {0} hat keinen Ton, wo dieser Cue liegt.</translation>
    </message>
    <message>
        <source>The take {0} was made for another region.</source>
        <translation>Der Take {0} gehört zu einer anderen Stelle.</translation>
    </message>
    <message>
        <source>The time {0} is not exact.</source>
        <translation>Die Zeit {0} ist nicht genau.</translation>
    </message>
    <message>
        <source>The time {0} of {1} is not exact.</source>
        <translation>Die Zeit {0} von {1} ist nicht genau.</translation>
    </message>
    <message>
        <source>The timecode is shown without drop-frame.</source>
        <translation>Der Timecode wird ohne Drop-Frame gezeigt.</translation>
    </message>
    <message>
        <source>The {0} tracks are not kept apart.</source>
        <translation>Die {0} Spuren werden nicht getrennt.</translation>
    </message>
    <message>
        <source>There are no shots to edit.</source>
        <translation>Es gibt keine Einstellungen zu bearbeiten.</translation>
    </message>
    <message>
        <source>There is already a cut at {0}, where {1} starts.</source>
        <translation>Bei {0} ist schon ein Schnitt, wo {1} beginnt.</translation>
    </message>
    <message>
        <source>There is no cue {0}.</source>
        <translation>Es gibt keinen Cue {0}.</translation>
    </message>
    <message>
        <source>There is no hit under this cue.</source>
        <translation>Unter diesem Cue ist kein Treffer.</translation>
    </message>
    <message>
        <source>There is no marker {0}.</source>
        <translation>Es gibt keinen Marker {0}.</translation>
    </message>
    <message>
        <source>There is no picture there.</source>
        <translation>Dort ist kein Bild.</translation>
    </message>
    <message>
        <source>There is no picture where the segment begins.</source>
        <translation>Wo das Segment beginnt, ist kein Bild.</translation>
    </message>
    <message>
        <source>There is no take {0}.</source>
        <translation>Es gibt keinen Take {0}.</translation>
    </message>
    <message>
        <source>There is no track that is open.</source>
        <translation>Es gibt keine offene Spur.</translation>
    </message>
    <message>
        <source>There is no track {0}.</source>
        <translation>Es gibt keine Spur {0}.</translation>
    </message>
    <message>
        <source>These shots are not of {0}.</source>
        <translation>Diese Einstellungen sind nicht von {0}.</translation>
    </message>
    <message>
        <source>These shots do not follow one another.</source>
        <translation>Diese Einstellungen folgen nicht aufeinander.</translation>
    </message>
    <message>
        <source>This cue can be slipped by {0} to {1} s.</source>
        <translation>Dieser Cue lässt sich um {0} bis {1} s unterschieben.</translation>
    </message>
    <message>
        <source>Track gain</source>
        <translation>Pegel der Spur</translation>
    </message>
    <message>
        <source>Track kind</source>
        <translation>Art der Spur</translation>
    </message>
    <message>
        <source>Track {0} is locked, or holds a locked cue.</source>
        <translation>Die Spur {0} ist gesperrt oder hat einen gesperrten Cue.</translation>
    </message>
    <message>
        <source>Track {0} is locked.</source>
        <translation>Die Spur {0} ist gesperrt.</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Trimmen</translation>
    </message>
    <message>
        <source>Trim it to inside that.</source>
        <translation>Trimmen Sie innerhalb davon.</translation>
    </message>
    <message>
        <source>Two cues would overlap on {0} at {1}.</source>
        <translation>Zwei Cues würden sich auf {0} bei {1} überschneiden.</translation>
    </message>
    <message>
        <source>Two shots carry the same id.</source>
        <translation>Zwei Einstellungen haben dieselbe Kennung.</translation>
    </message>
    <message>
        <source>Undone: {0}.</source>
        <translation>Rückgängig: {0}.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Unlock it first.</source>
        <translation>Entsperren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>Unlock track</source>
        <translation>Spur entsperren</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Hörbar</translation>
    </message>
    <message>
        <source>Unmute track</source>
        <translation>Spur nicht mehr stumm</translation>
    </message>
    <message>
        <source>Unreject</source>
        <translation>Nicht mehr verwerfen</translation>
    </message>
    <message>
        <source>Unsolo track</source>
        <translation>Spur nicht mehr solo</translation>
    </message>
    <message>
        <source>Unstar</source>
        <translation>Nicht mehr merken</translation>
    </message>
    <message>
        <source>Use another track, or trim one of them.</source>
        <translation>Nehmen Sie eine andere Spur, oder trimmen Sie einen.</translation>
    </message>
    <message>
        <source>WAV, 48 kHz 24 bit, one file a take</source>
        <translation>WAV, 48 kHz 24 Bit, eine Datei je Take</translation>
    </message>
    <message>
        <source>Watched folder, for every editor</source>
        <translation>Überwachter Ordner, für jedes Schnittprogramm</translation>
    </message>
    <message>
        <source>Whoever shares the weights must share them under the same licence.</source>
        <translation>Wer die Gewichte weitergibt, muss es unter derselben Lizenz tun.</translation>
    </message>
    <message>
        <source>Whoever shares the weights, changed or not, must name AudioLDM and keep this licence.</source>
        <translation>Wer die Gewichte weitergibt, verändert oder nicht, muss AudioLDM nennen und diese Lizenz beibehalten.</translation>
    </message>
    <message>
        <source>YAMNet with a projection and a text tower</source>
        <translation>YAMNet mit einer Projektion und einem Textnetz</translation>
    </message>
    <message>
        <source>already here</source>
        <translation>schon da</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>checking files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>checking media</source>
        <translation>Medien prüfen</translation>
    </message>
    <message>
        <source>checking takes</source>
        <translation>Takes prüfen</translation>
    </message>
    <message>
        <source>comparing pictures</source>
        <translation>Bilder vergleichen</translation>
    </message>
    <message>
        <source>comparing text towers</source>
        <translation>Textteile vergleichen</translation>
    </message>
    <message>
        <source>conform to {0}</source>
        <translation>an {0} angleichen</translation>
    </message>
    <message>
        <source>converting</source>
        <translation>Umwandeln</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>Dekodieren</translation>
    </message>
    <message>
        <source>decoding frames</source>
        <translation>Bilder dekodieren</translation>
    </message>
    <message>
        <source>describing frames</source>
        <translation>Bilder beschreiben</translation>
    </message>
    <message>
        <source>does not show</source>
        <translation>zeigt nicht</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>wird eingebettet</translation>
    </message>
    <message>
        <source>encoding captions</source>
        <translation>Beschreibungen kodieren</translation>
    </message>
    <message>
        <source>export {0}</source>
        <translation>{0} exportieren</translation>
    </message>
    <message>
        <source>find shots in {0}</source>
        <translation>Einstellungen in {0} suchen</translation>
    </message>
    <message>
        <source>finding hits</source>
        <translation>Treffer suchen</translation>
    </message>
    <message>
        <source>finding phases</source>
        <translation>Phasen bestimmen</translation>
    </message>
    <message>
        <source>finding shots</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>generate {0}</source>
        <translation>{0}: Takes erzeugen</translation>
    </message>
    <message>
        <source>get {0}</source>
        <translation>{0} holen</translation>
    </message>
    <message>
        <source>listening</source>
        <translation>Abhören</translation>
    </message>
    <message>
        <source>listing</source>
        <translation>wird aufgelistet</translation>
    </message>
    <message>
        <source>loading {0}</source>
        <translation>{0} laden</translation>
    </message>
    <message>
        <source>loading {0} of {1}</source>
        <translation>{0} von {1} laden</translation>
    </message>
    <message>
        <source>look at {0}</source>
        <translation>{0} ansehen</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>looking for media</source>
        <translation>Medien suchen</translation>
    </message>
    <message>
        <source>making a proxy</source>
        <translation>Proxy schreiben</translation>
    </message>
    <message>
        <source>mapping</source>
        <translation>Abbilden</translation>
    </message>
    <message>
        <source>matching shots</source>
        <translation>Einstellungen zuordnen</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>wird gemessen</translation>
    </message>
    <message>
        <source>open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>opening {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>pulled</source>
        <translation>geholt</translation>
    </message>
    <message>
        <source>pulling</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>reading sound</source>
        <translation>Ton lesen</translation>
    </message>
    <message>
        <source>reading the cut</source>
        <translation>Schnitt lesen</translation>
    </message>
    <message>
        <source>reading the words</source>
        <translation>Wörter lesen</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>Abtasten</translation>
    </message>
    <message>
        <source>save {0}</source>
        <translation>{0} sichern</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>scanning</source>
        <translation>wird eingelesen</translation>
    </message>
    <message>
        <source>shows more than once</source>
        <translation>zeigt mehrmals</translation>
    </message>
    <message>
        <source>take {0} of {1}: {2}</source>
        <translation>Take {0} von {1}: {2}</translation>
    </message>
    <message>
        <source>trim the cache</source>
        <translation>Cache verkleinern</translation>
    </message>
    <message>
        <source>trimming the cache</source>
        <translation>Cache verkleinern</translation>
    </message>
    <message>
        <source>verify {0}</source>
        <translation>{0} prüfen</translation>
    </message>
    <message>
        <source>vocoding</source>
        <translation>Wellenform bilden</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>writing stems</source>
        <translation>Stems schreiben</translation>
    </message>
    <message>
        <source>writing takes</source>
        <translation>Takes schreiben</translation>
    </message>
    <message>
        <source>writing the cue sheet</source>
        <translation>Cue-Liste schreiben</translation>
    </message>
    <message>
        <source>writing the timeline</source>
        <translation>Timeline schreiben</translation>
    </message>
    <message>
        <source>writing video</source>
        <translation>Video schreiben</translation>
    </message>
    <message>
        <source>{0} and {1} belong to different files.</source>
        <translation>{0} und {1} gehören zu verschiedenen Dateien.</translation>
    </message>
    <message>
        <source>{0} and {1} overlap in the cut at {2}.</source>
        <translation>{0} und {1} überschneiden sich im Schnitt bei {2}.</translation>
    </message>
    <message>
        <source>{0} cannot become {1}.</source>
        <translation>{0} kann nicht zu {1} werden.</translation>
    </message>
    <message>
        <source>{0} chose the take {1}, which is not kept.</source>
        <translation>{0} hat den Take {1} gewählt, den es nicht gibt.</translation>
    </message>
    <message>
        <source>{0} chose the take {1}.</source>
        <translation>{0} hat den Take {1} gewählt.</translation>
    </message>
    <message>
        <source>{0} cues moved or trimmed with the picture.</source>
        <translation>{0} Cues sind dem Bild gefolgt oder wurden gekürzt.</translation>
    </message>
    <message>
        <source>{0} does not start where {1} ends ({2}).</source>
        <translation>{0} beginnt nicht, wo {1} endet ({2}).</translation>
    </message>
    <message>
        <source>{0} hits are left out.</source>
        <translation>{0} Treffer fallen weg.</translation>
    </message>
    <message>
        <source>{0} is a still and has no length.</source>
        <translation>{0} ist ein Standbild und hat keine Länge.</translation>
    </message>
    <message>
        <source>{0} is a video and has its own length.</source>
        <translation>{0} ist ein Video und hat seine eigene Länge.</translation>
    </message>
    <message>
        <source>{0} is new and has no takes.</source>
        <translation>{0} ist neu und hat keine Takes.</translation>
    </message>
    <message>
        <source>{0} is no longer in the cut.</source>
        <translation>{0} ist nicht mehr im Schnitt.</translation>
    </message>
    <message>
        <source>{0} is not a change: it has other entries than name, kind and do.</source>
        <translation>{0} ist keine Änderung: Sie hat andere Einträge als name, kind und do.</translation>
    </message>
    <message>
        <source>{0} is not a change: its name, kind or list of operations is missing.</source>
        <translation>{0} ist keine Änderung: Name, Art oder Liste der Schritte fehlt.</translation>
    </message>
    <message>
        <source>{0} is not a change: one of its operations is unknown.</source>
        <translation>{0} ist keine Änderung: Einer ihrer Schritte ist unbekannt.</translation>
    </message>
    <message>
        <source>{0} lies before {1}.</source>
        <translation>{0} liegt vor {1}.</translation>
    </message>
    <message>
        <source>{0} lies not inside the cue, {1}.</source>
        <translation>{0} liegt nicht im Cue, {1}.</translation>
    </message>
    <message>
        <source>{0} lies outside the shots, {1}.</source>
        <translation>{0} liegt außerhalb der Einstellungen, {1}.</translation>
    </message>
    <message>
        <source>{0} markers are left out.</source>
        <translation>{0} Marker fallen weg.</translation>
    </message>
    <message>
        <source>{0} markers left in place.</source>
        <translation>{0} Marker sind geblieben, wo sie waren.</translation>
    </message>
    <message>
        <source>{0} muted cues are left out.</source>
        <translation>{0} stumme Cues fallen weg.</translation>
    </message>
    <message>
        <source>{0} notes are left out.</source>
        <translation>{0} Notizen fallen weg.</translation>
    </message>
    <message>
        <source>{0} reaches outside the shots, {1}.</source>
        <translation>{0} reicht über die Einstellungen hinaus, {1}.</translation>
    </message>
    <message>
        <source>{0} s cannot be inserted.</source>
        <translation>{0} s lassen sich nicht einfügen.</translation>
    </message>
    <message>
        <source>{0} shots got a cue on {1}, {2} were passed over.</source>
        <translation>{0} Einstellungen haben einen Cue auf {1} bekommen, {2} wurden übergangen.</translation>
    </message>
    <message>
        <source>{0} shots got a cue on {1}.</source>
        <translation>{0} Einstellungen haben einen Cue auf {1} bekommen.</translation>
    </message>
    <message>
        <source>{0} shots matched by picture.</source>
        <translation>{0} Einstellungen am Bild wiedererkannt.</translation>
    </message>
    <message>
        <source>{0} takes were cleared; starred, chosen and placed ones stay.</source>
        <translation>{0} Takes wurden entfernt; gemerkte, gewählte und gesetzte bleiben.</translation>
    </message>
    <message>
        <source>{0} takes were let go, the oldest that nobody starred, chose or placed: a shot keeps {1}.</source>
        <translation>{0} Takes wurden entfernt, die ältesten, die niemand gemerkt, gewählt oder gesetzt hat: Eine Einstellung behält {1}.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>Formate</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> Bilder</translation>
    </message>
    <message>
        <source>24 bit, dithered</source>
        <translation>24 Bit, mit Dither</translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation>32 Bit Gleitkomma</translation>
    </message>
    <message>
        <source>Stereo, with the tracks&apos; pan</source>
        <translation>Stereo, mit dem Panorama der Spuren</translation>
    </message>
    <message>
        <source>2-pop before the start</source>
        <translation>2-Pop vor dem Anfang</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>What to click next</source>
        <translation>Was als Nächstes zu klicken ist</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>Stems</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Handles</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Samples</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>This format carries all of the cut.</source>
        <translation>Dieses Format trägt den ganzen Schnitt.</translation>
    </message>
    <message>
        <source>{count} files written.</source>
        <translation>{count} Dateien geschrieben.</translation>
    </message>
    <message>
        <source>One file a cue</source>
        <translation>Eine Datei je Cue</translation>
    </message>
    <message>
        <source>One file a track</source>
        <translation>Eine Datei je Spur</translation>
    </message>
    <message>
        <source>The mix</source>
        <translation>Die Mischung</translation>
    </message>
</context>
<context>
    <name>FilePresenter</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Conform</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>Projekt speichern unter</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Search shots</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Which shots are listed</source>
        <translation>Welche Einstellungen gezeigt werden</translation>
    </message>
    <message>
        <source>All shots</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Without takes</source>
        <translation>Ohne Takes</translation>
    </message>
    <message>
        <source>With takes</source>
        <translation>Mit Takes</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>No shot fits this search.</source>
        <translation>Keine Einstellung passt zu dieser Suche.</translation>
    </message>
</context>
<context>
    <name>FindShotsDialog</name>
    <message>
        <source>Look for more cuts</source>
        <translation>Weitere Schnitte suchen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>The cuts that are there stay, and so do the takes. Undo takes back what is found.</source>
        <translation>Vorhandene Schnitte bleiben, und die Takes auch. Rückgängig nimmt zurück, was gefunden wird.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>plain cuts only</source>
        <translation>nur klare Schnitte</translation>
    </message>
    <message>
        <source>every suspicion</source>
        <translation>jeder Verdacht</translation>
    </message>
    <message>
        <source>Shortest shot</source>
        <translation>Kürzeste</translation>
    </message>
    <message>
        <source>Sensitivity, in percent</source>
        <translation>Empfindlichkeit, in Prozent</translation>
    </message>
    <message>
        <source>Shortest shot, in seconds</source>
        <translation>Kürzeste Einstellung, in Sekunden</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>FirstSound</name>
    <message>
        <source>Looking for the shots of the sample clip…</source>
        <translation>Die Einstellungen des Beispielclips werden gesucht…</translation>
    </message>
    <message>
        <source>Rendering takes for {shot}. The first one plays as soon as it is there.</source>
        <translation>Takes für {shot} werden gerendert. Der erste spielt, sobald er da ist.</translation>
    </message>
    <message>
        <source>This is take 1. The number keys play the others as they arrive; P puts one on the timeline.</source>
        <translation>Das ist Take 1. Die Zifferntasten spielen die anderen, sobald sie da sind; P setzt einen auf die Zeitleiste.</translation>
    </message>
</context>
<context>
    <name>Generate</name>
    <message>
        <source>Words to add, such as: gravel, slow steps</source>
        <translation>Wörter dazu, etwa: Kies, langsame Schritte (englisch)</translation>
    </message>
    <message>
        <source>Words to keep away from</source>
        <translation>Wörter, die gemieden werden</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>How many steps a take gets: more take longer and sound cleaner</source>
        <translation>Wie viele Schritte ein Take bekommt: mehr dauern länger und klingen sauberer</translation>
    </message>
    <message>
        <source> steps</source>
        <translation> Schritte</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>Use the same seed again next time</source>
        <translation>Beim nächsten Mal denselben Seed nehmen</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> Bilder</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Generate takes</source>
        <translation>Takes erzeugen</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>commercial use allowed</source>
        <translation>gewerbliche Nutzung erlaubt</translation>
    </message>
    <message>
        <source>NON-COMMERCIAL</source>
        <translation>NICHT GEWERBLICH</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Keep away from</source>
        <translation>Meiden</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Weight of words</source>
        <translation>Wortgewicht</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Mapper</source>
        <translation>Mapper</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Handles</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Number of takes</source>
        <translation>Anzahl der Takes</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>User guide</source>
        <translation>Handbuch</translation>
    </message>
</context>
<context>
    <name>Headers</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Add a track</source>
        <translation>Spur hinzufügen</translation>
    </message>
    <message>
        <source>feet</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>moves</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>props</source>
        <translation>Requisiten</translation>
    </message>
    <message>
        <source>ambience</source>
        <translation>Atmo</translation>
    </message>
    <message>
        <source>fx</source>
        <translation>Effekte</translation>
    </message>
    <message>
        <source>unmatched</source>
        <translation>ohne Zuordnung</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Shot</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Heard as</source>
        <translation>Gehört als</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Mapper</source>
        <translation>Mapper</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Gemacht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History of takes</source>
        <translation>Verlauf der Takes</translation>
    </message>
    <message>
        <source>Search shots, words, seeds, tags, notes</source>
        <translation>Einstellungen, Wörter, Seeds, Schlagwörter, Notizen suchen</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Copy recipe</source>
        <translation>Rezept kopieren</translation>
    </message>
    <message>
        <source>Use these settings again</source>
        <translation>Diese Einstellungen wieder verwenden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Main</source>
        <translation>Hauptleiste</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Takes are still being rendered. Close anyway? They can be resumed when the project is opened.</source>
        <translation>Es werden noch Takes gerendert. Trotzdem schließen? Sie lassen sich fortsetzen, wenn das Projekt geöffnet wird.</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Offline: open no network connection</source>
        <translation>Offline: keine Netzverbindung öffnen</translation>
    </message>
    <message>
        <source>Get…</source>
        <translation>Holen…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Kept in {folder}</source>
        <translation>Liegen in {folder}</translation>
    </message>
    <message>
        <source> – NON-COMMERCIAL</source>
        <translation> – NICHT GEWERBLICH</translation>
    </message>
    <message>
        <source>shown before it is fetched</source>
        <translation>wird vor dem Holen gesagt</translation>
    </message>
    <message>
        <source>Mappers: {names}</source>
        <translation>Mapper: {names}</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Weiter…</translation>
    </message>
    <message>
        <source>Folder for models</source>
        <translation>Ordner für Modelle</translation>
    </message>
    <message>
        <source>asking the hub</source>
        <translation>Hub wird gefragt</translation>
    </message>
    <message>
        <source>Licence: {name}</source>
        <translation>Lizenz: {name}</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Modelle holen</translation>
    </message>
    <message>
        <source>I agree, get it</source>
        <translation>Einverstanden, holen</translation>
    </message>
    <message>
        <source>All {count} files are as they were.</source>
        <translation>Alle {count} Dateien sind unverändert.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>pulled</source>
        <translation>geholt</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht da</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was soll geschehen?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Viewer</source>
        <translation>Bildfenster</translation>
    </message>
</context>
<context>
    <name>PluginsDialog</name>
    <message>
        <source>Plugins</source>
        <translation>Plugins</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Adds</source>
        <translation>Fügt hinzu</translation>
    </message>
    <message>
        <source>This takes effect when the panel is started again.</source>
        <translation>Gilt, sobald das Programm neu gestartet ist.</translation>
    </message>
    <message>
        <source>working</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>impaired</source>
        <translation>beeinträchtigt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>given</source>
        <translation>übergeben</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Sound and looks</source>
        <translation>Ton und Aussehen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Reset everything</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>CPU threads (0 chooses)</source>
        <translation>CPU-Threads (0 wählt selbst)</translation>
    </message>
    <message>
        <source>Memory for one rendering</source>
        <translation>Speicher für ein Rendern</translation>
    </message>
    <message>
        <source>what there is</source>
        <translation>was da ist</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Cache on disk</source>
        <translation>Cache auf der Platte</translation>
    </message>
    <message>
        <source>Takes kept for each shot</source>
        <translation>Takes je Einstellung</translation>
    </message>
    <message>
        <source>Clear the caches now</source>
        <translation>Caches jetzt leeren</translation>
    </message>
    <message>
        <source>Audio device</source>
        <translation>Audiogerät</translation>
    </message>
    <message>
        <source>The system&apos;s own</source>
        <translation>Das des Systems</translation>
    </message>
    <message>
        <source>Audio buffer</source>
        <translation>Audiopuffer</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Another language is spoken when the panel is started again.</source>
        <translation>Eine andere Sprache gilt, sobald das Programm neu gestartet ist.</translation>
    </message>
    <message>
        <source>Set everything back to what ships, shortcuts and recent projects included?</source>
        <translation>Alles auf den Auslieferungsstand setzen, auch Tastenkürzel und letzte Projekte?</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts zu tun</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} wartend</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>QueuePresenter</name>
    <message>
        <source>Cancelled: {title}.</source>
        <translation>Abgebrochen: {title}.</translation>
    </message>
</context>
<context>
    <name>ScrubBar</name>
    <message>
        <source>Scrub bar</source>
        <translation>Suchleiste</translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>The caches are empty.</source>
        <translation>Die Caches sind leer.</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search shortcuts</source>
        <translation>Tastenkürzel suchen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>New shortcut</source>
        <translation>Neues Kürzel</translation>
    </message>
    <message>
        <source>Use the one that ships</source>
        <translation>Das mitgelieferte nehmen</translation>
    </message>
    <message>
        <source>Press the new shortcut for the selected command; Backspace takes it away:</source>
        <translation>Das neue Kürzel für den gewählten Befehl drücken; die Rücktaste nimmt es weg:</translation>
    </message>
</context>
<context>
    <name>ShotModel</name>
    <message>
        <source>{name}, {length} s, {state}</source>
        <translation>{name}, {length} s, {state}</translation>
    </message>
    <message>
        <source>no takes</source>
        <translation>keine Takes</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>ShotPresenter</name>
    <message>
        <source>Shot</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>No other cuts.</source>
        <translation>Keine weiteren Schnitte.</translation>
    </message>
    <message>
        <source>1 more cut found.</source>
        <translation>1 weiterer Schnitt gefunden.</translation>
    </message>
    <message>
        <source>{n} more cuts found.</source>
        <translation>{n} weitere Schnitte gefunden.</translation>
    </message>
    <message>
        <source>find cuts in {where}</source>
        <translation>Schnitte in {where} suchen</translation>
    </message>
    <message>
        <source>Nothing strikes there.</source>
        <translation>Dort trifft nichts auf.</translation>
    </message>
    <message>
        <source>1 hit found.</source>
        <translation>1 Treffer gefunden.</translation>
    </message>
    <message>
        <source>{n} hits found.</source>
        <translation>{n} Treffer gefunden.</translation>
    </message>
    <message>
        <source>find hits in {where}</source>
        <translation>Treffer in {where} suchen</translation>
    </message>
    <message>
        <source>{n} shots</source>
        <translation>{n} Einstellungen</translation>
    </message>
</context>
<context>
    <name>TakeCard</name>
    <message>
        <source>Star</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Place on the timeline</source>
        <translation>Auf die Zeitleiste setzen</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source>Level while auditioning</source>
        <translation>Pegel beim Anhören</translation>
    </message>
    <message>
        <source>Level while auditioning; the level on the timeline is the cue&apos;s own</source>
        <translation>Pegel beim Anhören; auf der Zeitleiste hat der Cue seinen eigenen</translation>
    </message>
    <message>
        <source>How close it came to the request, -1 to 1</source>
        <translation>Wie nah er dem Verlangten kam, -1 bis 1</translation>
    </message>
    <message>
        <source>● chosen</source>
        <translation>● gewählt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>still</translation>
    </message>
    <message>
        <source>Take {number}, {tags}</source>
        <translation>Take {number}, {tags}</translation>
    </message>
    <message>
        <source>Heard now</source>
        <translation>Jetzt zu hören</translation>
    </message>
    <message>
        <source>Heard as “{label}”. Wrong, or just right?</source>
        <translation>Gehört als „{label}“. Falsch, oder genau richtig?</translation>
    </message>
    <message>
        <source>Not “{label}”: render again without it</source>
        <translation>Nicht „{label}“: noch einmal ohne rendern</translation>
    </message>
    <message>
        <source>More “{label}”: render again with it</source>
        <translation>Mehr „{label}“: noch einmal damit rendern</translation>
    </message>
</context>
<context>
    <name>TakePresenter</name>
    <message>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>edit the sound of a take</source>
        <translation>Klang eines Takes bearbeiten</translation>
    </message>
    <message>
        <source>The recipe is in the clipboard.</source>
        <translation>Das Rezept ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The form holds this take&apos;s settings and seed.</source>
        <translation>Das Formular hat Einstellungen und Seed dieses Takes.</translation>
    </message>
</context>
<context>
    <name>Takes</name>
    <message>
        <source>No takes yet. Press G to generate some.</source>
        <translation>Noch keine Takes. G erzeugt welche.</translation>
    </message>
    <message>
        <source>0  Production sound</source>
        <translation>0  Originalton</translation>
    </message>
    <message>
        <source>Pick a shot to see its takes.</source>
        <translation>Eine Einstellung wählen, um ihre Takes zu sehen.</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Rename marker…</source>
        <translation>Marke umbenennen…</translation>
    </message>
    <message>
        <source>Remove marker</source>
        <translation>Marke entfernen</translation>
    </message>
    <message>
        <source>Next take</source>
        <translation>Nächster Take</translation>
    </message>
    <message>
        <source>Previous take</source>
        <translation>Voriger Take</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Hörbar</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Reset gain</source>
        <translation>Pegel zurücksetzen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Split at the playhead</source>
        <translation>Am Abspielkopf teilen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Ripple delete</source>
        <translation>Löschen und Lücke schließen</translation>
    </message>
    <message>
        <source>Add a marker here</source>
        <translation>Hier eine Marke setzen</translation>
    </message>
    <message>
        <source>Cue</source>
        <translation>Cue</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>Marke</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>No audio device: playing in silence</source>
        <translation>Kein Audiogerät: spielt stumm</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Record timecode</source>
        <translation>Record-Timecode</translation>
    </message>
    <message>
        <source>Source timecode</source>
        <translation>Source-Timecode</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Foley for your picture</source>
        <translation>Foley für Ihr Bild</translation>
    </message>
    <message>
        <source>Drop a video, a folder, a cut or a project here. Its shots appear, you pick one and press G, and takes to choose from are rendered on this machine.</source>
        <translation>Ein Video, einen Ordner, einen Schnitt oder ein Projekt hier ablegen. Die Einstellungen erscheinen, Sie wählen eine und drücken G, und auf diesem Rechner entstehen Takes zur Auswahl.</translation>
    </message>
    <message>
        <source>Try it with the sample clip</source>
        <translation>Mit dem Beispielclip ausprobieren</translation>
    </message>
    <message>
        <source>Opens a clip that ships, renders takes for its first shot and plays them; needs no network</source>
        <translation>Öffnet einen mitgelieferten Clip, rendert Takes für die erste Einstellung und spielt sie; braucht kein Netz</translation>
    </message>
    <message>
        <source>Open a video…</source>
        <translation>Video öffnen…</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Letzte Projekte</translation>
    </message>
</context>
<context>
    <name>_Bar</name>
    <message>
        <source>Close this notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>_Frame</name>
    <message>
        <source>1 take</source>
        <translation>1 Take</translation>
    </message>
    <message>
        <source>{count} takes</source>
        <translation>{count} Takes</translation>
    </message>
</context>
<context>
    <name>_Head</name>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Record-safe</source>
        <translation>Aufnahmeschutz</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Panorama</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Remove track</source>
        <translation>Spur entfernen</translation>
    </message>
    <message>
        <source>feet</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>moves</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>props</source>
        <translation>Requisiten</translation>
    </message>
    <message>
        <source>ambience</source>
        <translation>Atmo</translation>
    </message>
    <message>
        <source>fx</source>
        <translation>Effekte</translation>
    </message>
    <message>
        <source>unmatched</source>
        <translation>ohne Zuordnung</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Do this next</source>
        <translation>Als Nächstes tun</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>{place} before it</source>
        <translation>{place} davor</translation>
    </message>
    <message>
        <source>next</source>
        <translation>als Nächstes</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>, {time} left</source>
        <translation>, noch {time}</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
</context>
<context>
    <name>_Stopped</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
</TS>
