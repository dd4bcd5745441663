<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Aligning</name>
    <message>
        <source>find transients</source>
        <translation>Anschläge suchen</translation>
    </message>
</context>
<context>
    <name>AllTakes</name>
    <message>
        <source>Search shots, words, seeds, tags, notes</source>
        <translation>Einstellungen, Wörter, Seeds, Schlagwörter, Notizen suchen</translation>
    </message>
    <message>
        <source>Search all takes</source>
        <translation>Alle Takes durchsuchen</translation>
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
        <source>No take holds all of these words.</source>
        <translation>Kein Take enthält alle diese Wörter.</translation>
    </message>
    <message>
        <source>No takes yet. Press G to generate some for a shot, or take a recording from the library.</source>
        <translation>Noch keine Takes. Drücken Sie G, um welche für eine Einstellung zu erzeugen, oder nehmen Sie eine Aufnahme aus der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>AlongGuide</name>
    <message>
        <source>Exactly on its events</source>
        <translation>Genau auf seinen Ereignissen</translation>
    </message>
    <message>
        <source>As a person plays, within 20 ms</source>
        <translation>Wie ein Mensch spielt, auf 20 ms</translation>
    </message>
    <message>
        <source>How closely sounds keep to the guide</source>
        <translation>Wie genau Klänge der Zeitvorgabe folgen</translation>
    </message>
    <message>
        <source>No bed</source>
        <translation>Kein Klangbett</translation>
    </message>
    <message>
        <source>Bed </source>
        <translation>Klangbett </translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source>Continuous sound beneath the events, against the loudest of them</source>
        <translation>Durchgehender Klang unter den Ereignissen, gemessen am lautesten</translation>
    </message>
    <message>
        <source>Bed beneath the events</source>
        <translation>Klangbett unter den Ereignissen</translation>
    </message>
    <message>
        <source>Pan with the picture</source>
        <translation>Panorama nach Bild</translation>
    </message>
    <message>
        <source>Single sounds lie where in the picture their events do; mono takes become stereo</source>
        <translation>Einzelne Klänge liegen dort, wo ihre Ereignisse im Bild liegen; Takes in Mono werden Stereo</translation>
    </message>
</context>
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
        <source>How much of each: to the left more of the first</source>
        <translation>Wie viel von jedem: links mehr vom ersten</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>Rendern</translation>
    </message>
    <message>
        <source>Render a take between the two</source>
        <translation>Einen Take zwischen den beiden rendern</translation>
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
        <source>Nudge a frame back</source>
        <translation>Um ein Bild zurückschieben</translation>
    </message>
    <message>
        <source>Nudge a frame on</source>
        <translation>Um ein Bild vorschieben</translation>
    </message>
    <message>
        <source>Nudge a tenth of a frame back</source>
        <translation>Um ein Zehntelbild zurückschieben</translation>
    </message>
    <message>
        <source>Nudge a tenth of a frame on</source>
        <translation>Um ein Zehntelbild vorschieben</translation>
    </message>
    <message>
        <source>Align the loudest transient to the playhead</source>
        <translation>Lautesten Anschlag am Abspielkopf ausrichten</translation>
    </message>
    <message>
        <source>Align the loudest transient to the nearest hit</source>
        <translation>Lautesten Anschlag am nächsten Treffer ausrichten</translation>
    </message>
    <message>
        <source>Add a marker at the playhead</source>
        <translation>Marker am Abspielkopf setzen</translation>
    </message>
    <message>
        <source>Markers…</source>
        <translation>Marker…</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Einrasten</translation>
    </message>
    <message>
        <source>Slip with the mouse</source>
        <translation>Mit der Maus verschieben (Slip)</translation>
    </message>
    <message>
        <source>Replace with take 1</source>
        <translation>Durch Take 1 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 2</source>
        <translation>Durch Take 2 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 3</source>
        <translation>Durch Take 3 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 4</source>
        <translation>Durch Take 4 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 5</source>
        <translation>Durch Take 5 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 6</source>
        <translation>Durch Take 6 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 7</source>
        <translation>Durch Take 7 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 8</source>
        <translation>Durch Take 8 ersetzen</translation>
    </message>
    <message>
        <source>Replace with take 9</source>
        <translation>Durch Take 9 ersetzen</translation>
    </message>
    <message>
        <source>Play this cue only</source>
        <translation>Nur diesen Cue abspielen</translation>
    </message>
    <message>
        <source>1 dB louder</source>
        <translation>1 dB lauter</translation>
    </message>
    <message>
        <source>1 dB softer</source>
        <translation>1 dB leiser</translation>
    </message>
    <message>
        <source>Add a volume point at the playhead</source>
        <translation>Lautstärkepunkt am Abspielkopf setzen</translation>
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
        <source>Tap events</source>
        <translation>Ereignisse einspielen</translation>
    </message>
    <message>
        <source>Hear takes equally loud</source>
        <translation>Takes gleich laut hören</translation>
    </message>
    <message>
        <source>Perform with the microphone</source>
        <translation>Mit dem Mikrofon einspielen</translation>
    </message>
    <message>
        <source>Measure how late the microphone is</source>
        <translation>Verzögerung des Mikrofons messen</translation>
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
        <source>Follow the guide, or not</source>
        <translation>Der Zeitvorgabe folgen oder nicht</translation>
    </message>
    <message>
        <source>Back to what the picture shows</source>
        <translation>Zurück zu dem, was das Bild zeigt</translation>
    </message>
    <message>
        <source>Copy the settings to the selected shots</source>
        <translation>Angaben auf die gewählten Einstellungen übertragen</translation>
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
        <source>Place on another track as well</source>
        <translation>Zusätzlich auf eine weitere Spur legen</translation>
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
        <source>Variations of its recording</source>
        <translation>Variationen seiner Aufnahme</translation>
    </message>
    <message>
        <source>Edit the sound into a new take…</source>
        <translation>Klang zu einem neuen Take bearbeiten…</translation>
    </message>
    <message>
        <source>All takes of the project</source>
        <translation>Alle Takes des Projekts</translation>
    </message>
    <message>
        <source>Timecode of the source</source>
        <translation>Timecode der Quelle</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Audition</source>
        <translation>Vorhören</translation>
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
        <source>Follow the playhead</source>
        <translation>Dem Abspielkopf folgen</translation>
    </message>
    <message>
        <source>Taller tracks</source>
        <translation>Höhere Spuren</translation>
    </message>
    <message>
        <source>Lower tracks</source>
        <translation>Niedrigere Spuren</translation>
    </message>
    <message>
        <source>Taller waveforms</source>
        <translation>Höhere Wellenformen</translation>
    </message>
    <message>
        <source>Lower waveforms</source>
        <translation>Niedrigere Wellenformen</translation>
    </message>
    <message>
        <source>Draw takes equally loud</source>
        <translation>Takes gleich laut zeichnen</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>Befehl suchen…</translation>
    </message>
    <message>
        <source>Search the libraries</source>
        <translation>In den Bibliotheken suchen</translation>
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
        <source>Names on the toolbar</source>
        <translation>Namen in der Werkzeugleiste</translation>
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
        <source>Cues</source>
        <translation>Cues</translation>
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
        <source>Loop, its ends crossed over</source>
        <translation>Schleife, Enden überblendet</translation>
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
        <source>&apos;{0}&apos; is no id of a take.</source>
        <translation>„{0}“ ist keine Kennung eines Takes.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no number in a change of speed.</source>
        <translation>„{0}“ ist keine Zahl in einer Änderung der Geschwindigkeit.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no number of frames.</source>
        <translation>„{0}“ ist keine Anzahl von Bildern.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no number.</source>
        <translation>„{0}“ ist keine Zahl.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no path to a media file.</source>
        <translation>„{0}“ ist kein Pfad zu einer Mediendatei.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no stretch of time.</source>
        <translation>„{0}“ ist kein Zeitabschnitt.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no time.</source>
        <translation>„{0}“ ist keine Zeit.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no whole number.</source>
        <translation>„{0}“ ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a frame rate.</source>
        <translation>„{0}“ ist keine Bildrate.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a place in time.</source>
        <translation>„{0}“ ist kein Zeitpunkt.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a timecode.</source>
        <translation>„{0}“ ist kein Timecode.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not one of {1}.</source>
        <translation>„{0}“ ist nichts von: {1}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not the edit that was undone last.</source>
        <translation>„{0}“ ist nicht die Änderung, die zuletzt zurückgenommen wurde.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not the last edit.</source>
        <translation>„{0}“ ist nicht die letzte Änderung.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is one argument too many.</source>
        <translation>„{0}“ ist ein Argument zu viel.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; lacks {1} ({2}).</source>
        <translation>Bei „{0}“ fehlt {1} ({2}).</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was given twice.</source>
        <translation>„{0}“ wurde zweimal angegeben.</translation>
    </message>
    <message>
        <source>1 audition is read as its pick.</source>
        <translation>1 Audition wird als ihre Auswahl gelesen.</translation>
    </message>
    <message>
        <source>1 change of speed has no length and is read at normal speed.</source>
        <translation>1 Änderung der Geschwindigkeit hat keine Länge und wird mit normaler Geschwindigkeit gelesen.</translation>
    </message>
    <message>
        <source>1 change of speed is of an unknown kind and read at normal speed.</source>
        <translation>1 Änderung der Geschwindigkeit ist von unbekannter Art und wird mit normaler Geschwindigkeit gelesen.</translation>
    </message>
    <message>
        <source>1 clip is covered by another.</source>
        <translation>1 Clip ist von einem anderen verdeckt.</translation>
    </message>
    <message>
        <source>1 clip is switched off and left out.</source>
        <translation>1 Clip ist abgeschaltet und fällt weg.</translation>
    </message>
    <message>
        <source>1 clip only fits its media when counted from another start.</source>
        <translation>1 Clip passt nur dann auf sein Medium, wenn von einem anderen Anfang an gezählt wird.</translation>
    </message>
    <message>
        <source>1 clip shows a sequence of images.</source>
        <translation>1 Clip zeigt eine Bildfolge.</translation>
    </message>
    <message>
        <source>1 clip shows more than its media has and is cut off with it.</source>
        <translation>1 Clip zeigt mehr, als sein Medium hat, und wird dort abgeschnitten.</translation>
    </message>
    <message>
        <source>1 compound clip without contents is left black.</source>
        <translation>1 zusammengesetzter Clip ohne Inhalt bleibt schwarz.</translation>
    </message>
    <message>
        <source>1 cue begins before {0} and is cut off there.</source>
        <translation>1 Cue beginnt vor {0} und wird dort abgeschnitten.</translation>
    </message>
    <message>
        <source>1 cue is too short for a frame of its own and left out.</source>
        <translation>1 Cue ist zu kurz für ein eigenes Bild und fällt weg.</translation>
    </message>
    <message>
        <source>1 cue moved or trimmed with the picture.</source>
        <translation>1 Cue ist dem Bild gefolgt oder wurde gekürzt.</translation>
    </message>
    <message>
        <source>1 effect on the picture is left out.</source>
        <translation>1 Bildeffekt fällt weg.</translation>
    </message>
    <message>
        <source>1 generator or title is left black.</source>
        <translation>1 Generator oder Titel bleibt schwarz.</translation>
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
        <source>1 pair of cues meet between two frames; their clips meet on the nearest frame.</source>
        <translation>1 Paar von Cues stößt zwischen zwei Bildern aneinander; die Clips stoßen auf dem nächstliegenden Bild aneinander.</translation>
    </message>
    <message>
        <source>1 part of an unknown kind is left black.</source>
        <translation>1 Teil von unbekannter Art bleibt schwarz.</translation>
    </message>
    <message>
        <source>1 picture clip is shorter than a frame and left out.</source>
        <translation>1 Bildclip ist kürzer als ein Bild und fällt weg.</translation>
    </message>
    <message>
        <source>1 picture track is switched off and left out.</source>
        <translation>1 Bildspur ist abgeschaltet und fällt weg.</translation>
    </message>
    <message>
        <source>1 shot matched by picture.</source>
        <translation>1 Einstellung am Bild wiedererkannt.</translation>
    </message>
    <message>
        <source>1 smooth change of speed is followed in straight lines.</source>
        <translation>1 weicher Geschwindigkeitsverlauf wird in geraden Stücken nachgefahren.</translation>
    </message>
    <message>
        <source>1 sound event is not read.</source>
        <translation>1 Tonereignis wird nicht gelesen.</translation>
    </message>
    <message>
        <source>1 sound track is not read.</source>
        <translation>1 Tonspur wird nicht gelesen.</translation>
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
        <source>1 transition is read as a cut.</source>
        <translation>1 Übergang wird als Schnitt gelesen.</translation>
    </message>
    <message>
        <source>A CMX3600 list carries cuts on whole frames, names and locators.</source>
        <translation>Eine CMX3600-Liste trägt Schnitte auf ganzen Bildern, Namen und Marker (Locators).</translation>
    </message>
    <message>
        <source>A CPU cannot run in fp16.</source>
        <translation>Eine CPU kann nicht in fp16 rechnen.</translation>
    </message>
    <message>
        <source>A change of speed does not say where it begins and ends.</source>
        <translation>Eine Änderung der Geschwindigkeit sagt nicht, wo sie beginnt und endet.</translation>
    </message>
    <message>
        <source>A clip at {0} s is left out: {1}</source>
        <translation>Ein Clip bei {0} s fällt weg: {1}</translation>
    </message>
    <message>
        <source>A clip has the speed {0}.</source>
        <translation>Ein Clip hat die Geschwindigkeit {0}.</translation>
    </message>
    <message>
        <source>A cue of {0} went to {1}, since it would have overlapped.</source>
        <translation>Ein Cue von {0} kam auf {1}, weil er sich sonst überschnitten hätte.</translation>
    </message>
    <message>
        <source>A cue plays {0} of a take that is {1} s long.</source>
        <translation>Ein Cue spielt {0} eines Takes, der {1} s lang ist.</translation>
    </message>
    <message>
        <source>A cut lies outside {0}.</source>
        <translation>Ein Schnitt liegt außerhalb von {0}.</translation>
    </message>
    <message>
        <source>A dog barks.</source>
        <translation>Ein Hund bellt.</translation>
    </message>
    <message>
        <source>A fade cannot be {0} s long.</source>
        <translation>Eine Blende kann nicht {0} s lang sein.</translation>
    </message>
    <message>
        <source>A fade of {0} s does not fit a sound of {1} s.</source>
        <translation>Eine Blende von {0} s passt nicht in einen Ton von {1} s.</translation>
    </message>
    <message>
        <source>A file is damaged or of another model: pull the bundle again.</source>
        <translation>Eine Datei ist beschädigt oder gehört zu einem anderen Modell: Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>A file is of another model: pull the bundle again.</source>
        <translation>Eine Datei gehört zu einem anderen Modell: Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>A film with the mix and the production sound, MOV with PCM</source>
        <translation>Ein Film mit der Mischung und dem Originalton, MOV mit PCM</translation>
    </message>
    <message>
        <source>A film with the mix and the production sound, MP4</source>
        <translation>Ein Film mit der Mischung und dem Originalton, MP4</translation>
    </message>
    <message>
        <source>A library needs a name.</source>
        <translation>Eine Bibliothek braucht einen Namen.</translation>
    </message>
    <message>
        <source>A link leads back to itself: remove it.</source>
        <translation>Eine Verknüpfung führt auf sich selbst zurück: Entfernen Sie sie.</translation>
    </message>
    <message>
        <source>A media file is linked twice.</source>
        <translation>Eine Mediendatei ist zweimal verknüpft.</translation>
    </message>
    <message>
        <source>A mix needs at least one sound, all of one sample rate.</source>
        <translation>Eine Mischung braucht mindestens einen Ton, und alle mit derselben Abtastrate.</translation>
    </message>
    <message>
        <source>A peak at {0} dBFS is not possible.</source>
        <translation>Eine Spitze von {0} dBFS ist nicht möglich.</translation>
    </message>
    <message>
        <source>A placed sound has no level.</source>
        <translation>Ein gesetzter Ton hat keinen Pegel.</translation>
    </message>
    <message>
        <source>A preview is of takes of one region.</source>
        <translation>Eine Vorschau umfasst Takes einer einzigen Stelle.</translation>
    </message>
    <message>
        <source>A pull was interrupted.</source>
        <translation>Ein Holen wurde unterbrochen.</translation>
    </message>
    <message>
        <source>A sound of {0} samples was asked for.</source>
        <translation>Verlangt wurde ein Ton von {0} Samples.</translation>
    </message>
    <message>
        <source>A timecode cannot lie before 00:00:00:00 (frame {0}).</source>
        <translation>Ein Timecode kann nicht vor 00:00:00:00 liegen (Bild {0}).</translation>
    </message>
    <message>
        <source>A {0} of {1} is not possible.</source>
        <translation>{0} von {1} ist nicht möglich.</translation>
    </message>
    <message>
        <source>AAF is experimental: no host could be asked to open it. The stems stand on their own.</source>
        <translation>AAF ist experimentell: Kein Programm stand bereit, um es zu öffnen. Die Stems stehen für sich.</translation>
    </message>
    <message>
        <source>AAF needs pyaaf2, which is not installed.</source>
        <translation>AAF braucht pyaaf2, und das ist nicht installiert.</translation>
    </message>
    <message>
        <source>AAF with linked mono WAV, for Pro Tools and Media Composer (experimental)</source>
        <translation>AAF mit verknüpften Mono-WAV, für Pro Tools und Media Composer (experimentell)</translation>
    </message>
    <message>
        <source>Accept them on {0}/{1}, then log in with `hf auth login`.</source>
        <translation>Nehmen Sie sie auf {0}/{1} an und melden Sie sich dann mit `hf auth login` an.</translation>
    </message>
    <message>
        <source>Add its file to the project.</source>
        <translation>Fügen Sie dem Projekt die Datei hinzu.</translation>
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
        <source>Add one with &apos;v2a library add FOLDER&apos;.</source>
        <translation>Fügen Sie eine mit „v2a library add FOLDER“ hinzu.</translation>
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
        <source>Another program changed {0}.</source>
        <translation>Ein anderes Programm hat {0} geändert.</translation>
    </message>
    <message>
        <source>Another v2a writes to {0} at this moment.</source>
        <translation>Ein anderes v2a schreibt gerade in {0}.</translation>
    </message>
    <message>
        <source>Ask for 1 or more.</source>
        <translation>Verlangen Sie mindestens 1.</translation>
    </message>
    <message>
        <source>Ask for 1 to {0}.</source>
        <translation>Verlangen Sie 1 bis {0}.</translation>
    </message>
    <message>
        <source>Ask for a longer span.</source>
        <translation>Verlangen Sie eine längere Stelle.</translation>
    </message>
    <message>
        <source>Ask for fewer takes or a shorter segment.</source>
        <translation>Verlangen Sie weniger Takes oder ein kürzeres Segment.</translation>
    </message>
    <message>
        <source>AudioLDM, from a diffusers folder</source>
        <translation>AudioLDM, aus einem Ordner von diffusers</translation>
    </message>
    <message>
        <source>BLIP cannot be loaded from {0}: {1}.</source>
        <translation>BLIP lässt sich aus {0} nicht laden: {1}.</translation>
    </message>
    <message>
        <source>BLIP, from a local folder</source>
        <translation>BLIP, aus einem Ordner auf diesem Rechner</translation>
    </message>
    <message>
        <source>Begin at {0} or before.</source>
        <translation>Beginnen Sie bei {0} oder davor.</translation>
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
        <source>Bring back the file as it was.</source>
        <translation>Stellen Sie die Datei wieder her, wie sie war.</translation>
    </message>
    <message>
        <source>Bring back the folder from a backup.</source>
        <translation>Holen Sie den Ordner aus einer Sicherung zurück.</translation>
    </message>
    <message>
        <source>Bring its files back from a backup.</source>
        <translation>Holen Sie seine Dateien aus einer Sicherung zurück.</translation>
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
        <source>CMX3600 knows rates up to 30; {0} frames a second are counted all the same.</source>
        <translation>CMX3600 kennt Raten bis 30; {0} Bilder je Sekunde werden trotzdem gezählt.</translation>
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
        <source>Change its permissions or copy it elsewhere.</source>
        <translation>Ändern Sie die Zugriffsrechte, oder kopieren Sie die Datei an einen anderen Ort.</translation>
    </message>
    <message>
        <source>Check HF_ENDPOINT, and whether the network asks for a login in the browser.</source>
        <translation>Prüfen Sie HF_ENDPOINT, und ob das Netz eine Anmeldung im Browser verlangt.</translation>
    </message>
    <message>
        <source>Check HF_ENDPOINT.</source>
        <translation>Prüfen Sie HF_ENDPOINT.</translation>
    </message>
    <message>
        <source>Check its path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Check the bundle with &apos;v2a models verify&apos;; if it is as it was pulled, try --precision fp32 or --device cpu.</source>
        <translation>Prüfen Sie das Paket mit „v2a models verify“; ist es noch, wie es geholt wurde, versuchen Sie --precision fp32 oder --device cpu.</translation>
    </message>
    <message>
        <source>Check the card, HF_ENDPOINT and your login.</source>
        <translation>Prüfen Sie die Karte, HF_ENDPOINT und Ihre Anmeldung.</translation>
    </message>
    <message>
        <source>Check the disk, or the connection to it.</source>
        <translation>Prüfen Sie die Platte, oder die Verbindung zu ihr.</translation>
    </message>
    <message>
        <source>Check the environment.</source>
        <translation>Prüfen Sie die Umgebungsvariablen.</translation>
    </message>
    <message>
        <source>Check the folder and its permissions.</source>
        <translation>Prüfen Sie den Ordner und seine Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check the network and HF_ENDPOINT, then pull again: what has arrived is kept.</source>
        <translation>Prüfen Sie das Netz und HF_ENDPOINT, und holen Sie dann noch einmal: Was angekommen ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Check the path and the drive.</source>
        <translation>Prüfen Sie den Pfad und das Laufwerk.</translation>
    </message>
    <message>
        <source>Check the path in {0}.</source>
        <translation>Prüfen Sie den Pfad in {0}.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Check {0}.</source>
        <translation>Prüfen Sie {0}.</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Wahl</translation>
    </message>
    <message>
        <source>Choose &apos;Link to source media&apos;; if a file is not found, point to the folder &apos;audio&apos;.</source>
        <translation>Wählen Sie „Link to source media“; wird eine Datei nicht gefunden, zeigen Sie auf den Ordner „audio“.</translation>
    </message>
    <message>
        <source>Choose --device cpu.</source>
        <translation>Wählen Sie --device cpu.</translation>
    </message>
    <message>
        <source>Choose a disk for larger files, or raise the limit (ulimit -f).</source>
        <translation>Wählen Sie eine Platte für größere Dateien, oder heben Sie die Grenze an (ulimit -f).</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Choose a model whose text tower is open_clip&apos;s own.</source>
        <translation>Wählen Sie ein Modell, dessen Textnetz von open_clip selbst stammt.</translation>
    </message>
    <message>
        <source>Choose a shorter one.</source>
        <translation>Wählen Sie etwas Kürzeres.</translation>
    </message>
    <message>
        <source>Choose an AudioLDM folder.</source>
        <translation>Wählen Sie einen Ordner mit AudioLDM.</translation>
    </message>
    <message>
        <source>Choose another codec, pixel format or size for this container.</source>
        <translation>Wählen Sie für diesen Container einen anderen Codec, ein anderes Pixelformat oder eine andere Größe.</translation>
    </message>
    <message>
        <source>Choose another detector.</source>
        <translation>Wählen Sie einen anderen Detektor.</translation>
    </message>
    <message>
        <source>Choose another device in the preferences, or start the panel again.</source>
        <translation>Wählen Sie in den Voreinstellungen ein anderes Gerät, oder starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another level.</source>
        <translation>Wählen Sie einen anderen Pegel.</translation>
    </message>
    <message>
        <source>Choose another name, or open it.</source>
        <translation>Wählen Sie einen anderen Namen, oder öffnen Sie es.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another take, or slip it by ear.</source>
        <translation>Wählen Sie einen anderen Take, oder schieben Sie ihn nach Gehör.</translation>
    </message>
    <message>
        <source>Choose another take.</source>
        <translation>Wählen Sie einen anderen Take.</translation>
    </message>
    <message>
        <source>Choose another transient.</source>
        <translation>Wählen Sie einen anderen Anschlag.</translation>
    </message>
    <message>
        <source>Choose one of 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 100, 119.88 and 120.</source>
        <translation>Wählen Sie eine von 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 100, 119.88 und 120.</translation>
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
        <source>Choose the mapper that belongs to the bundle, or fit one to it.</source>
        <translation>Wählen Sie den Mapper, der zum Paket gehört, oder passen Sie einen daran an.</translation>
    </message>
    <message>
        <source>Choose the mapper that belongs to the bundle.</source>
        <translation>Wählen Sie den Mapper, der zum Paket gehört.</translation>
    </message>
    <message>
        <source>Clear all but favourites</source>
        <translation>Alles leeren bis auf Favoriten</translation>
    </message>
    <message>
        <source>Close it there, or work on a copy.</source>
        <translation>Schließen Sie es dort, oder arbeiten Sie an einer Kopie.</translation>
    </message>
    <message>
        <source>Close other programs, or ask for less.</source>
        <translation>Schließen Sie andere Programme, oder verlangen Sie weniger.</translation>
    </message>
    <message>
        <source>Close other programs, or raise the limit (ulimit -n).</source>
        <translation>Schließen Sie andere Programme, oder heben Sie die Grenze an (ulimit -n).</translation>
    </message>
    <message>
        <source>Close other programs, or render fewer takes or a shorter span.</source>
        <translation>Schließen Sie andere Programme, oder rendern Sie weniger Takes oder eine kürzere Stelle.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Close the program that uses it.</source>
        <translation>Schließen Sie das Programm, das sie benutzt.</translation>
    </message>
    <message>
        <source>Close the project and open it again.</source>
        <translation>Schließen Sie das Projekt, und öffnen Sie es wieder.</translation>
    </message>
    <message>
        <source>Commercial use is not allowed: no paid film, advertisement, game or client work.</source>
        <translation>Gewerbliche Nutzung ist nicht erlaubt: kein bezahlter Film, keine Werbung, kein Spiel, kein Kundenauftrag.</translation>
    </message>
    <message>
        <source>Compare it with a card that ships.</source>
        <translation>Vergleichen Sie sie mit einer mitgelieferten Karte.</translation>
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
        <source>Connect its drive and scan again; what is indexed stays.</source>
        <translation>Schließen Sie ihr Laufwerk an, und lesen Sie sie noch einmal ein; was im Index steht, bleibt.</translation>
    </message>
    <message>
        <source>Convert it to WAV or FLAC.</source>
        <translation>Wandeln Sie sie in WAV oder FLAC um.</translation>
    </message>
    <message>
        <source>Copy cues first.</source>
        <translation>Kopieren Sie zuerst Cues.</translation>
    </message>
    <message>
        <source>Copy it again, or convert it.</source>
        <translation>Kopieren Sie sie noch einmal, oder wandeln Sie sie um.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Cues of {0} that share a frame stand on a further track of the same name.</source>
        <translation>Cues von {0}, die sich ein Bild teilen, stehen auf einer weiteren Spur gleichen Namens.</translation>
    </message>
    <message>
        <source>Cues of {0} that share a frame stand on {1} further tracks of the same name.</source>
        <translation>Cues von {0}, die sich ein Bild teilen, stehen auf {1} weiteren Spuren gleichen Namens.</translation>
    </message>
    <message>
        <source>Cut it into shorter segments.</source>
        <translation>Zerlegen Sie es in kürzere Segmente.</translation>
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
        <source>DaVinci Resolve 18.5 or later</source>
        <translation>DaVinci Resolve ab 18.5</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete it: what the clips cost is then not known.</source>
        <translation>Löschen Sie sie: Was die Clips gekostet haben, ist dann nicht mehr bekannt.</translation>
    </message>
    <message>
        <source>Delete its cue first.</source>
        <translation>Löschen Sie zuerst seinen Cue.</translation>
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
        <source>Did you mean &apos;{0}&apos;?</source>
        <translation>Meinten Sie „{0}“?</translation>
    </message>
    <message>
        <source>Diffusion prior</source>
        <translation>Diffusions-Prior</translation>
    </message>
    <message>
        <source>Discard take</source>
        <translation>Take verwerfen</translation>
    </message>
    <message>
        <source>Discard takes</source>
        <translation>Takes verwerfen</translation>
    </message>
    <message>
        <source>Do not use this repository.</source>
        <translation>Verwenden Sie diese Quelle nicht.</translation>
    </message>
    <message>
        <source>Done again: {0}.</source>
        <translation>Wiederholt: {0}.</translation>
    </message>
    <message>
        <source>Double-click {0}.</source>
        <translation>Doppelklicken Sie auf {0}.</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Laden Sie sie noch einmal herunter.</translation>
    </message>
    <message>
        <source>Download {0} and set {1} to its folder, or use the captioner &apos;tags&apos;.</source>
        <translation>Laden Sie {0} herunter, und setzen Sie {1} auf den Ordner, oder nehmen Sie den Bildbeschreiber „tags“.</translation>
    </message>
    <message>
        <source>Drag the clips from the clip list to the edit window with Spot mode on.</source>
        <translation>Ziehen Sie die Clips im Spot-Modus aus der Clipliste in das Edit-Fenster.</translation>
    </message>
    <message>
        <source>Drop a video, a picture or a cut file.</source>
        <translation>Legen Sie ein Video, ein Bild oder eine Schnittdatei ab.</translation>
    </message>
    <message>
        <source>Drop-frame timecode does not exist at {0} frames a second.</source>
        <translation>Drop-Frame-Timecode gibt es bei {0} Bildern je Sekunde nicht.</translation>
    </message>
    <message>
        <source>Drop-frame timecode skips {0}.</source>
        <translation>Drop-Frame-Timecode überspringt {0}.</translation>
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
        <source>Every cue of {0} is muted.</source>
        <translation>Jeder Cue von {0} ist stumm.</translation>
    </message>
    <message>
        <source>Every stem is on a track of its name, and all tracks are heard together.</source>
        <translation>Jeder Stem liegt auf einer Spur seines Namens, und alle Spuren sind zusammen zu hören.</translation>
    </message>
    <message>
        <source>Excel, LibreOffice or Numbers</source>
        <translation>Excel, LibreOffice oder Numbers</translation>
    </message>
    <message>
        <source>Export it again as .otio.</source>
        <translation>Geben Sie ihn noch einmal als .otio aus.</translation>
    </message>
    <message>
        <source>Export it again as .otioz.</source>
        <translation>Geben Sie ihn noch einmal als .otioz aus.</translation>
    </message>
    <message>
        <source>Export it again with a start time.</source>
        <translation>Geben Sie ihn noch einmal mit einer Startzeit aus.</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>Geben Sie ihn noch einmal aus.</translation>
    </message>
    <message>
        <source>Export it from the editor as one of {0}.</source>
        <translation>Geben Sie ihn im Schnittprogramm in einem dieser Formate aus: {0}.</translation>
    </message>
    <message>
        <source>Export the cut again as CMX3600 EDL, or better as OTIO.</source>
        <translation>Geben Sie den Schnitt noch einmal als CMX3600-EDL aus, oder besser als OTIO.</translation>
    </message>
    <message>
        <source>Export the cut again from the editor.</source>
        <translation>Geben Sie den Schnitt noch einmal aus dem Schnittprogramm aus.</translation>
    </message>
    <message>
        <source>Export the cut again.</source>
        <translation>Geben Sie den Schnitt noch einmal aus.</translation>
    </message>
    <message>
        <source>Export the project again from Final Cut Pro.</source>
        <translation>Geben Sie das Projekt noch einmal aus Final Cut Pro aus.</translation>
    </message>
    <message>
        <source>Export the sequence again as AAF, linked, or as OTIO.</source>
        <translation>Geben Sie die Sequenz noch einmal als AAF aus, verknüpft, oder als OTIO.</translation>
    </message>
    <message>
        <source>Export the sequence as XML again, or as OTIO.</source>
        <translation>Geben Sie die Sequenz noch einmal als XML aus, oder als OTIO.</translation>
    </message>
    <message>
        <source>Export the sequence as XML.</source>
        <translation>Geben Sie die Sequenz als XML aus.</translation>
    </message>
    <message>
        <source>Export the timeline alone.</source>
        <translation>Geben Sie nur die Timeline aus.</translation>
    </message>
    <message>
        <source>Export the timeline of the cut.</source>
        <translation>Geben Sie die Timeline des Schnitts aus.</translation>
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
        <source>Fades of cues with handles are Reaper&apos;s own: its nearest curve stands for equal power.</source>
        <translation>Blenden von Cues mit Handles sind die von Reaper: Dessen ähnlichste Kurve steht für gleiche Leistung.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; Audio: choose everything in &apos;audio&apos; and add it without conversion.</source>
        <translation>File &gt; Import &gt; Audio: Wählen Sie alles in „audio“, und fügen Sie es ohne Umwandlung hinzu.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; Timeline: choose the .fcpxml file.</source>
        <translation>File &gt; Import &gt; Timeline: Wählen Sie die .fcpxml-Datei.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; Timeline: choose the .otio file without a host in its name.</source>
        <translation>File &gt; Import &gt; Timeline: Wählen Sie die .otio-Datei ohne Programmnamen im Namen.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; Timeline: choose the .otioz file; the stems are unpacked beside the project.</source>
        <translation>File &gt; Import &gt; Timeline: Wählen Sie die .otioz-Datei; die Stems werden neben dem Projekt ausgepackt.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; Timeline: choose the .xml file.</source>
        <translation>File &gt; Import &gt; Timeline: Wählen Sie die .xml-Datei.</translation>
    </message>
    <message>
        <source>File &gt; Import &gt; XML: choose the .fcpxml file.</source>
        <translation>File &gt; Import &gt; XML: Wählen Sie die .fcpxml-Datei.</translation>
    </message>
    <message>
        <source>File &gt; Import: choose the .xml file; a bin with the sequence appears.</source>
        <translation>File &gt; Import: Wählen Sie die .xml-Datei; es erscheint ein Bin mit der Sequenz.</translation>
    </message>
    <message>
        <source>File &gt; Import: choose the file with (Premiere) in its name.</source>
        <translation>File &gt; Import: Wählen Sie die Datei mit (Premiere) im Namen.</translation>
    </message>
    <message>
        <source>File &gt; Input &gt; Import Media: choose {0}, then relink to the folder &apos;audio&apos;.</source>
        <translation>File &gt; Input &gt; Import Media: Wählen Sie {0}, und verknüpfen Sie dann neu mit dem Ordner „audio“.</translation>
    </message>
    <message>
        <source>File &gt; Open File: choose {0}; keep the folder &apos;audio&apos; beside it.</source>
        <translation>File &gt; Open File: Wählen Sie {0}; lassen Sie den Ordner „audio“ daneben.</translation>
    </message>
    <message>
        <source>File &gt; Open Session, or File &gt; Import &gt; Session Data: choose {0}.</source>
        <translation>File &gt; Open Session, oder File &gt; Import &gt; Session Data: Wählen Sie {0}.</translation>
    </message>
    <message>
        <source>File &gt; Open project: choose {0}; keep the folder &apos;audio&apos; beside it.</source>
        <translation>File &gt; Open project: Wählen Sie {0}; lassen Sie den Ordner „audio“ daneben.</translation>
    </message>
    <message>
        <source>File &gt; OpenTimelineIO Import: choose the file with (Kdenlive) in its name.</source>
        <translation>File &gt; OpenTimelineIO Import: Wählen Sie die Datei mit (Kdenlive) im Namen.</translation>
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
        <source>Find it with &apos;v2a project relink PROJECT FOLDER&apos;.</source>
        <translation>Suchen Sie sie mit „v2a project relink PROJECT FOLDER“.</translation>
    </message>
    <message>
        <source>Find shots again</source>
        <translation>Einstellungen neu suchen</translation>
    </message>
    <message>
        <source>Find the hits of its shot, or set one by hand.</source>
        <translation>Suchen Sie die Treffer seiner Einstellung, oder setzen Sie einen von Hand.</translation>
    </message>
    <message>
        <source>Find the right file with &apos;v2a project relink PROJECT FOLDER&apos;.</source>
        <translation>Suchen Sie die richtige Datei mit „v2a project relink PROJECT FOLDER“.</translation>
    </message>
    <message>
        <source>Find them with &apos;v2a project relink PROJECT FOLDER&apos;.</source>
        <translation>Suchen Sie sie mit „v2a project relink PROJECT FOLDER“.</translation>
    </message>
    <message>
        <source>Fit or pull the mapper again.</source>
        <translation>Passen Sie den Mapper neu an, oder holen Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some space, or set V2A_MODELS to a folder on another disk.</source>
        <translation>Schaffen Sie Platz, oder setzen Sie V2A_MODELS auf einen Ordner auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Free some space; nothing that was indexed is lost.</source>
        <translation>Schaffen Sie Platz; von dem, was im Index steht, geht nichts verloren.</translation>
    </message>
    <message>
        <source>From 23.04 on Kdenlive brings the project up to date and says so: save it under another name.</source>
        <translation>Ab 23.04 bringt Kdenlive das Projekt auf den neuen Stand und sagt das: Speichern Sie es unter einem anderen Namen.</translation>
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
        <source>German words of the {0} were put into English: “{1}”.</source>
        <translation>Deutsche Wörter im {0} wurden ins Englische übertragen: „{1}“.</translation>
    </message>
    <message>
        <source>Get it with `v2a models pull {0}`.</source>
        <translation>Holen Sie es mit `v2a models pull {0}`.</translation>
    </message>
    <message>
        <source>Give 0 or less, such as -6.</source>
        <translation>Geben Sie 0 oder weniger an, etwa -6.</translation>
    </message>
    <message>
        <source>Give 0 or more.</source>
        <translation>Geben Sie 0 oder mehr an.</translation>
    </message>
    <message>
        <source>Give 0 to 1.</source>
        <translation>Geben Sie 0 bis 1 an.</translation>
    </message>
    <message>
        <source>Give 0.01 to 1.</source>
        <translation>Geben Sie 0.01 bis 1 an.</translation>
    </message>
    <message>
        <source>Give 1 or more.</source>
        <translation>Geben Sie 1 oder mehr an.</translation>
    </message>
    <message>
        <source>Give 1 to {0}.</source>
        <translation>Geben Sie 1 bis {0} an.</translation>
    </message>
    <message>
        <source>Give 48000 or 96000.</source>
        <translation>Geben Sie 48000 oder 96000 an.</translation>
    </message>
    <message>
        <source>Give a CSV with the columns CatID, Category and SubCategory.</source>
        <translation>Geben Sie eine CSV mit den Spalten CatID, Category und SubCategory an.</translation>
    </message>
    <message>
        <source>Give a CatID such as FOLYFeet.</source>
        <translation>Geben Sie eine CatID wie FOLYFeet an.</translation>
    </message>
    <message>
        <source>Give a UTF-8 text file.</source>
        <translation>Geben Sie eine Textdatei in UTF-8 an.</translation>
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
        <source>Give a file or --prompt.</source>
        <translation>Geben Sie eine Datei oder --prompt an.</translation>
    </message>
    <message>
        <source>Give a file, or words with --prompt.</source>
        <translation>Geben Sie eine Datei an, oder Wörter mit --prompt.</translation>
    </message>
    <message>
        <source>Give a folder that ends with {0}; &apos;v2a project new&apos; makes one.</source>
        <translation>Geben Sie einen Ordner an, der auf {0} endet; „v2a project new“ legt einen an.</translation>
    </message>
    <message>
        <source>Give a guide of this region.</source>
        <translation>Geben Sie eine Zeitvorgabe dieser Stelle an.</translation>
    </message>
    <message>
        <source>Give a number from -1 to 1.</source>
        <translation>Geben Sie eine Zahl von -1 bis 1 an.</translation>
    </message>
    <message>
        <source>Give a number from 0 to 1.</source>
        <translation>Geben Sie eine Zahl von 0 bis 1 an.</translation>
    </message>
    <message>
        <source>Give a number from 1 to {0}.</source>
        <translation>Geben Sie eine Zahl von 1 bis {0} an.</translation>
    </message>
    <message>
        <source>Give a number from {0} to {1}.</source>
        <translation>Geben Sie eine Zahl von {0} bis {1} an.</translation>
    </message>
    <message>
        <source>Give a recording with sound in its first minute.</source>
        <translation>Geben Sie eine Aufnahme an, in deren erster Minute etwas klingt.</translation>
    </message>
    <message>
        <source>Give a shorter fade.</source>
        <translation>Geben Sie eine kürzere Blende an.</translation>
    </message>
    <message>
        <source>Give a span inside the clip.</source>
        <translation>Geben Sie eine Stelle innerhalb des Clips an.</translation>
    </message>
    <message>
        <source>Give a span inside the clip; as timecode it starts at {0}.</source>
        <translation>Geben Sie eine Stelle innerhalb des Clips an; in Timecode beginnt er bei {0}.</translation>
    </message>
    <message>
        <source>Give a text file with a caption a line.</source>
        <translation>Geben Sie eine Textdatei mit einer Beschreibung je Zeile an.</translation>
    </message>
    <message>
        <source>Give a time inside the clip.</source>
        <translation>Geben Sie eine Zeit innerhalb des Clips an.</translation>
    </message>
    <message>
        <source>Give a trim, a gain or a fade.</source>
        <translation>Geben Sie einen Beschnitt, einen Pegel oder eine Blende an.</translation>
    </message>
    <message>
        <source>Give a whole number from 0 to 2**63 - 1.</source>
        <translation>Geben Sie eine ganze Zahl von 0 bis 2**63 - 1 an.</translation>
    </message>
    <message>
        <source>Give a whole number from {0} to {1}.</source>
        <translation>Geben Sie eine ganze Zahl von {0} bis {1} an.</translation>
    </message>
    <message>
        <source>Give all shots of the file in order.</source>
        <translation>Geben Sie alle Einstellungen der Datei der Reihe nach an.</translation>
    </message>
    <message>
        <source>Give an end that lies after the start.</source>
        <translation>Geben Sie ein Ende an, das nach dem Anfang liegt.</translation>
    </message>
    <message>
        <source>Give another --name.</source>
        <translation>Geben Sie ein anderes --name an.</translation>
    </message>
    <message>
        <source>Give another recording.</source>
        <translation>Geben Sie eine andere Aufnahme an.</translation>
    </message>
    <message>
        <source>Give at least 1.</source>
        <translation>Geben Sie mindestens 1 an.</translation>
    </message>
    <message>
        <source>Give at least one event.</source>
        <translation>Geben Sie mindestens ein Ereignis an.</translation>
    </message>
    <message>
        <source>Give at least one frame.</source>
        <translation>Geben Sie mindestens ein Bild an.</translation>
    </message>
    <message>
        <source>Give at least one line of text.</source>
        <translation>Geben Sie mindestens eine Zeile Text an.</translation>
    </message>
    <message>
        <source>Give at least one, at a rate above 0.</source>
        <translation>Geben Sie mindestens einen an, mit einer Rate über 0.</translation>
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
        <source>Give ids of takes of the same shot or segment.</source>
        <translation>Geben Sie Kennungen von Takes derselben Einstellung oder desselben Segments an.</translation>
    </message>
    <message>
        <source>Give it as a Fraction.</source>
        <translation>Geben Sie sie als Bruch an.</translation>
    </message>
    <message>
        <source>Give it one with &apos;v2a project edit PROJECT frame-rate 25&apos;; cues and clips stay at their times.</source>
        <translation>Geben Sie ihr mit „v2a project edit PROJECT frame-rate 25“ eine; Cues und Clips bleiben auf ihren Zeiten.</translation>
    </message>
    <message>
        <source>Give it with --rate, such as --rate 25.</source>
        <translation>Geben Sie sie mit --rate an, etwa --rate 25.</translation>
    </message>
    <message>
        <source>Give it with --rate.</source>
        <translation>Geben Sie sie mit --rate an.</translation>
    </message>
    <message>
        <source>Give its number, name or id from &apos;v2a project shots list&apos;.</source>
        <translation>Geben Sie Nummer, Namen oder Kennung aus „v2a project shots list“ an.</translation>
    </message>
    <message>
        <source>Give more than 0.</source>
        <translation>Geben Sie mehr als 0 an.</translation>
    </message>
    <message>
        <source>Give one start a sound.</source>
        <translation>Geben Sie je Ton einen Anfang an.</translation>
    </message>
    <message>
        <source>Give one with --name.</source>
        <translation>Geben Sie mit --name einen an.</translation>
    </message>
    <message>
        <source>Give the file its own name back.</source>
        <translation>Geben Sie der Datei ihren eigenen Namen zurück.</translation>
    </message>
    <message>
        <source>Give the file of a cut.</source>
        <translation>Geben Sie die Datei eines Schnitts an.</translation>
    </message>
    <message>
        <source>Give the folder of a delivery.</source>
        <translation>Geben Sie den Ordner einer Ausgabe an.</translation>
    </message>
    <message>
        <source>Give the folder that holds the recordings.</source>
        <translation>Geben Sie den Ordner an, in dem die Aufnahmen liegen.</translation>
    </message>
    <message>
        <source>Give the folder that holds them with --media.</source>
        <translation>Geben Sie mit --media den Ordner an, in dem sie liegen.</translation>
    </message>
    <message>
        <source>Give the folder that training wrote, with config.json and model.safetensors.</source>
        <translation>Geben Sie den Ordner an, den das Training geschrieben hat, mit config.json und model.safetensors.</translation>
    </message>
    <message>
        <source>Give the folder where the media lie now.</source>
        <translation>Geben Sie den Ordner an, in dem die Medien jetzt liegen.</translation>
    </message>
    <message>
        <source>Give the new export, or the file of the new cut.</source>
        <translation>Geben Sie die neue Ausgabe an, oder die Datei des neuen Schnitts.</translation>
    </message>
    <message>
        <source>Give the path of a media file on disk.</source>
        <translation>Geben Sie den Pfad einer Mediendatei auf der Platte an.</translation>
    </message>
    <message>
        <source>Give the path of one file inside it.</source>
        <translation>Geben Sie den Pfad einer Datei darin an.</translation>
    </message>
    <message>
        <source>Give the rate of the cut with --rate.</source>
        <translation>Geben Sie die Rate des Schnitts mit --rate an.</translation>
    </message>
    <message>
        <source>Give the recipe.json beside a take.</source>
        <translation>Geben Sie die recipe.json neben einem Take an.</translation>
    </message>
    <message>
        <source>Give the right file as INPUT.</source>
        <translation>Geben Sie als INPUT die richtige Datei an.</translation>
    </message>
    <message>
        <source>Give the right frame rate with --rate.</source>
        <translation>Geben Sie mit --rate die richtige Bildrate an.</translation>
    </message>
    <message>
        <source>Give times from the start of the region, before its end.</source>
        <translation>Geben Sie Zeiten ab dem Anfang der Stelle an, vor ihrem Ende.</translation>
    </message>
    <message>
        <source>Give words, a category, a sound or a picture.</source>
        <translation>Geben Sie Wörter, eine Kategorie, einen Ton oder ein Bild an.</translation>
    </message>
    <message>
        <source>Give {0} to {1}.</source>
        <translation>Geben Sie {0} bis {1} an.</translation>
    </message>
    <message>
        <source>Go on with the same &apos;v2a train mapper&apos; command; it continues from there.</source>
        <translation>Machen Sie mit demselben Befehl „v2a train mapper“ weiter; er setzt dort fort.</translation>
    </message>
    <message>
        <source>Good to know:</source>
        <translation>Gut zu wissen:</translation>
    </message>
    <message>
        <source>Handles are left out.</source>
        <translation>Handles fallen weg.</translation>
    </message>
    <message>
        <source>Handles are left out: MLT would play the stems late.</source>
        <translation>Handles fallen weg: MLT würde die Stems zu spät spielen.</translation>
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
        <source>Ids are small letters, digits, &apos;-&apos; and &apos;_&apos;, 64 at most.</source>
        <translation>Kennungen sind Kleinbuchstaben, Ziffern, „-“ und „_“, höchstens 64.</translation>
    </message>
    <message>
        <source>If a stem is offline, right click it: &apos;Relink Selected Clips&apos;, and choose the folder &apos;audio&apos;.</source>
        <translation>Ist ein Stem offline, klicken Sie ihn rechts an: „Relink Selected Clips“, und wählen Sie den Ordner „audio“.</translation>
    </message>
    <message>
        <source>If clips are missing: File &gt; Relink Files &gt; Original Media, and choose the folder &apos;audio&apos;.</source>
        <translation>Fehlen Clips: File &gt; Relink Files &gt; Original Media, und wählen Sie den Ordner „audio“.</translation>
    </message>
    <message>
        <source>If it asks: the text is UTF-8, the separator a comma.</source>
        <translation>Falls gefragt wird: Der Text ist UTF-8, das Trennzeichen ein Komma.</translation>
    </message>
    <message>
        <source>If it refuses: File &gt; Import &gt; Audio, and spot the stems to their original time stamp.</source>
        <translation>Falls abgelehnt wird: File &gt; Import &gt; Audio, und legen Sie die Stems auf ihren ursprünglichen Zeitstempel.</translation>
    </message>
    <message>
        <source>If the delivery was moved since it was written, locate the first stem; the others follow.</source>
        <translation>Wurde die Ausgabe seit dem Schreiben verschoben, suchen Sie den ersten Stem; die anderen folgen.</translation>
    </message>
    <message>
        <source>Import cut</source>
        <translation>Schnitt übernehmen</translation>
    </message>
    <message>
        <source>Import each list as a timeline of its own, at the frame rate written in it.</source>
        <translation>Importieren Sie jede Liste als eigene Timeline, mit der Bildrate, die in ihr steht.</translation>
    </message>
    <message>
        <source>Import the new cut into a project of its own.</source>
        <translation>Übernehmen Sie den neuen Schnitt in ein eigenes Projekt.</translation>
    </message>
    <message>
        <source>Import the stems in the folder &apos;audio&apos; first; their timecode is in the files.</source>
        <translation>Importieren Sie zuerst die Stems im Ordner „audio“; ihr Timecode steht in den Dateien.</translation>
    </message>
    <message>
        <source>In Blender: Edit &gt; Preferences &gt; Add-ons, switch on &apos;v2a foley&apos;. Then select movie strips and use the tab v2a in the sequencer&apos;s sidebar.</source>
        <translation>In Blender: Edit &gt; Preferences &gt; Add-ons, „v2a foley“ einschalten. Dann Film-Strips auswählen und in der Seitenleiste des Sequencers den Reiter v2a benutzen.</translation>
    </message>
    <message>
        <source>In Reaper: Actions &gt; Show action list &gt; New action &gt; Load ReaScript, choose &apos;v2a foley.lua&apos;. Then select a video item and run it.</source>
        <translation>In Reaper: Actions &gt; Show action list &gt; New action &gt; Load ReaScript, „v2a foley.lua“ wählen. Dann ein Video-Item auswählen und es ausführen.</translation>
    </message>
    <message>
        <source>In Resolve: put the playhead on a clip, then Workspace &gt; Scripts &gt; v2a foley.</source>
        <translation>In Resolve: den Abspielkopf auf einen Clip setzen, dann Workspace &gt; Scripts &gt; v2a foley.</translation>
    </message>
    <message>
        <source>In the dialog choose &apos;Original Time Stamp&apos; for each.</source>
        <translation>Wählen Sie im Dialog für jeden „Original Time Stamp“.</translation>
    </message>
    <message>
        <source>In {0}:</source>
        <translation>In {0}:</translation>
    </message>
    <message>
        <source>Insert &gt; Media file: choose everything in &apos;audio&apos;, on separate tracks.</source>
        <translation>Insert &gt; Media file: Wählen Sie alles in „audio“, auf getrennten Spuren.</translation>
    </message>
    <message>
        <source>Install the bundle again.</source>
        <translation>Installieren Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Installieren Sie das Programm noch einmal.</translation>
    </message>
    <message>
        <source>It begins at {0}.</source>
        <translation>Sie beginnt bei {0}.</translation>
    </message>
    <message>
        <source>It does not carry paths, levels, pan, fades, UCS categories, recipes or muted cues.</source>
        <translation>Sie trägt keine Pfade, Pegel, Panoramen, Blenden, UCS-Kategorien, Rezepte oder stummen Cues.</translation>
    </message>
    <message>
        <source>It does not say its frame rate.</source>
        <translation>Er nennt seine Bildrate nicht.</translation>
    </message>
    <message>
        <source>It has {0}, counted from 0.</source>
        <translation>Sie hat {0}, von 0 an gezählt.</translation>
    </message>
    <message>
        <source>It holds a {0} and no timeline.</source>
        <translation>Die Datei enthält {0} und keine Timeline.</translation>
    </message>
    <message>
        <source>It holds no composition with a picture.</source>
        <translation>Die Datei enthält keine Komposition mit Bild.</translation>
    </message>
    <message>
        <source>It holds no project.</source>
        <translation>Die Datei enthält kein Projekt.</translation>
    </message>
    <message>
        <source>It holds no sequence &apos;{0}&apos;.</source>
        <translation>Die Datei enthält keine Sequenz „{0}“.</translation>
    </message>
    <message>
        <source>It holds no sequence.</source>
        <translation>Die Datei enthält keine Sequenz.</translation>
    </message>
    <message>
        <source>It holds no timeline.</source>
        <translation>Die Datei enthält keine Timeline.</translation>
    </message>
    <message>
        <source>It holds {0}.</source>
        <translation>Die Datei enthält {0}.</translation>
    </message>
    <message>
        <source>It is far too large</source>
        <translation>Die Datei ist viel zu groß</translation>
    </message>
    <message>
        <source>It is not a regular file</source>
        <translation>Es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>It is refused; `convert = true` in the card of {0} allows converting it once, tensors only.</source>
        <translation>Sie wird abgelehnt; `convert = true` in der Karte von {0} erlaubt, sie einmal umzuwandeln, und nur Tensoren.</translation>
    </message>
    <message>
        <source>It may be damaged or not finished; copy it again or transcode it.</source>
        <translation>Vielleicht ist sie beschädigt oder nicht fertig; kopieren Sie sie noch einmal, oder wandeln Sie sie um.</translation>
    </message>
    <message>
        <source>It may be damaged or not finished; try to open it in a player, or copy it again.</source>
        <translation>Vielleicht ist sie beschädigt oder nicht fertig; versuchen Sie, sie in einem Abspielprogramm zu öffnen, oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>It may be damaged there; use another part of it.</source>
        <translation>Vielleicht ist sie dort beschädigt; nehmen Sie einen anderen Teil.</translation>
    </message>
    <message>
        <source>It may be damaged; open it in a viewer and save it again.</source>
        <translation>Vielleicht ist sie beschädigt; öffnen Sie sie in einem Bildbetrachter, und speichern Sie sie neu.</translation>
    </message>
    <message>
        <source>Its clips lie deeper in each other than any editor puts them.</source>
        <translation>Seine Clips liegen tiefer ineinander, als ein Schnittprogramm sie legt.</translation>
    </message>
    <message>
        <source>Its compound clips lie deeper in each other than any editor puts them.</source>
        <translation>Seine zusammengesetzten Clips liegen tiefer ineinander, als ein Schnittprogramm sie legt.</translation>
    </message>
    <message>
        <source>Its end is missing</source>
        <translation>Ihr Ende fehlt</translation>
    </message>
    <message>
        <source>Its header says {0} s, and {1} s are there.</source>
        <translation>Im Kopf der Datei stehen {0} s, und da sind {1} s.</translation>
    </message>
    <message>
        <source>Its layout may have changed: look for a newer version of this program.</source>
        <translation>Vielleicht hat sich ihr Aufbau geändert: Sehen Sie nach einer neueren Version dieses Programms.</translation>
    </message>
    <message>
        <source>Its preprocessor_config.json should say fusion.</source>
        <translation>In ihrer preprocessor_config.json sollte fusion stehen.</translation>
    </message>
    <message>
        <source>Its preprocessor_config.json should say rand_trunc.</source>
        <translation>In ihrer preprocessor_config.json sollte rand_trunc stehen.</translation>
    </message>
    <message>
        <source>Its take has no more sound.</source>
        <translation>Sein Take hat nicht mehr Ton.</translation>
    </message>
    <message>
        <source>Kdenlive 20.08 or later</source>
        <translation>Kdenlive ab 20.08</translation>
    </message>
    <message>
        <source>Kdenlive 25.04 or later</source>
        <translation>Kdenlive ab 25.04</translation>
    </message>
    <message>
        <source>Kdenlive plays a mono stem 3 dB lower on each of two speakers; stereo stems play as they are.</source>
        <translation>Kdenlive spielt einen Mono-Stem auf beiden Lautsprechern 3 dB leiser; Stereo-Stems spielt es, wie sie sind.</translation>
    </message>
    <message>
        <source>Kdenlive project, 20.08 or newer</source>
        <translation>Kdenlive-Projekt, ab 20.08</translation>
    </message>
    <message>
        <source>Keep a project on the drive of its media.</source>
        <translation>Bewahren Sie ein Projekt auf dem Laufwerk seiner Medien auf.</translation>
    </message>
    <message>
        <source>Keep takes</source>
        <translation>Takes behalten</translation>
    </message>
    <message>
        <source>Keep the strongest with --events, or give an energy curve.</source>
        <translation>Behalten Sie mit --events die stärksten, oder geben Sie eine Energiekurve an.</translation>
    </message>
    <message>
        <source>Known bundles are {0}.</source>
        <translation>Bekannt sind die Pakete {0}.</translation>
    </message>
    <message>
        <source>Known libraries are {0}.</source>
        <translation>Bekannt sind die Bibliotheken {0}.</translation>
    </message>
    <message>
        <source>LAION checkpoints need the package laion_clap, which is not installed.</source>
        <translation>Checkpoints von LAION brauchen das Python-Paket laion_clap, und das ist nicht installiert.</translation>
    </message>
    <message>
        <source>Leave &apos;Automatically import source clips into media pool&apos; on.</source>
        <translation>Lassen Sie „Automatically import source clips into media pool“ an.</translation>
    </message>
    <message>
        <source>Leave &apos;Automatically import source clips into media pool&apos; on; if it asks, choose &apos;audio&apos;.</source>
        <translation>Lassen Sie „Automatically import source clips into media pool“ an; falls gefragt wird, wählen Sie „audio“.</translation>
    </message>
    <message>
        <source>Leave its level, or bring its peak to a target.</source>
        <translation>Lassen Sie den Pegel, oder bringen Sie die Spitze auf einen Zielwert.</translation>
    </message>
    <message>
        <source>Left out of the {0}, for the text encoder does not know it: {1}.</source>
        <translation>Im {0} weggelassen, weil der Text-Encoder es nicht kennt: {1}.</translation>
    </message>
    <message>
        <source>Let old takes go</source>
        <translation>Alte Takes entfernen</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Line {0} {1}</source>
        <translation>Zeile {0} {1}</translation>
    </message>
    <message>
        <source>Link every file once.</source>
        <translation>Verknüpfen Sie jede Datei einmal.</translation>
    </message>
    <message>
        <source>Link the clips by timecode and file name.</source>
        <translation>Verknüpfen Sie die Clips nach Timecode und Dateinamen.</translation>
    </message>
    <message>
        <source>Link the file again.</source>
        <translation>Verknüpfen Sie die Datei noch einmal.</translation>
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
        <source>Look for cuts again.</source>
        <translation>Suchen Sie noch einmal nach Schnitten.</translation>
    </message>
    <message>
        <source>MLT knows no timecode: its 00:00:00:00 is {0}.</source>
        <translation>MLT kennt keinen Timecode: Sein 00:00:00:00 ist {0}.</translation>
    </message>
    <message>
        <source>MLT plays a mono stem 3 dB lower on each of two speakers; stereo stems play as they are.</source>
        <translation>MLT spielt einen Mono-Stem auf beiden Lautsprechern 3 dB leiser; Stereo-Stems spielt es, wie sie sind.</translation>
    </message>
    <message>
        <source>MLT timeline, for Shotcut and melt</source>
        <translation>MLT-Timeline, für Shotcut und melt</translation>
    </message>
    <message>
        <source>Make a smaller proxy and open that.</source>
        <translation>Machen Sie einen kleineren Proxy, und öffnen Sie den.</translation>
    </message>
    <message>
        <source>Make both ends with the same bundle.</source>
        <translation>Machen Sie beide Enden mit demselben Paket.</translation>
    </message>
    <message>
        <source>Make the project from a video.</source>
        <translation>Legen Sie das Projekt aus einem Video an.</translation>
    </message>
    <message>
        <source>Make the project with exactly the frame rate of the cut.</source>
        <translation>Legen Sie das Projekt mit genau der Bildrate des Schnitts an.</translation>
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
        <source>Markers are left out, since there is no picture to write them at.</source>
        <translation>Marker fallen weg, da es kein Bild gibt, bei dem sie stehen könnten.</translation>
    </message>
    <message>
        <source>Match level</source>
        <translation>Pegel angleichen</translation>
    </message>
    <message>
        <source>Media page: add the folder &apos;audio&apos; to the media pool.</source>
        <translation>Media-Seite: Fügen Sie den Ordner „audio“ dem Media Pool hinzu.</translation>
    </message>
    <message>
        <source>Mend the bundle&apos;s card.</source>
        <translation>Berichtigen Sie die Karte des Pakets.</translation>
    </message>
    <message>
        <source>Mend the card, or install the bundle again.</source>
        <translation>Berichtigen Sie die Karte, oder installieren Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Mend the card.</source>
        <translation>Berichtigen Sie die Karte.</translation>
    </message>
    <message>
        <source>Mend the new cut.</source>
        <translation>Berichtigen Sie den neuen Schnitt.</translation>
    </message>
    <message>
        <source>Merge shots</source>
        <translation>Einstellungen verbinden</translation>
    </message>
    <message>
        <source>Merging takes two shots or more.</source>
        <translation>Zum Verbinden braucht es mindestens zwei Einstellungen.</translation>
    </message>
    <message>
        <source>Minutes and seconds go up to 59, frames up to {0}.</source>
        <translation>Minuten und Sekunden gehen bis 59, Bilder bis {0}.</translation>
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
        <source>Mute the cue instead.</source>
        <translation>Schalten Sie stattdessen den Cue stumm.</translation>
    </message>
    <message>
        <source>Mute the track instead.</source>
        <translation>Schalten Sie stattdessen die Spur stumm.</translation>
    </message>
    <message>
        <source>Mute track</source>
        <translation>Spur stumm</translation>
    </message>
    <message>
        <source>Name one of its columns {0}.</source>
        <translation>Nennen Sie eine ihrer Spalten {0}.</translation>
    </message>
    <message>
        <source>Name one on the card with the option checkpoint.</source>
        <translation>Nennen Sie auf der Karte einen, mit der Option checkpoint.</translation>
    </message>
    <message>
        <source>Name the checkpoint&apos;s audio tower on the card, and set fusion = true for a fusion checkpoint.</source>
        <translation>Nennen Sie auf der Karte das Tonnetz des Checkpoints, und setzen Sie bei einem Fusion-Checkpoint fusion = true.</translation>
    </message>
    <message>
        <source>Name the earlier shot first.</source>
        <translation>Nennen Sie die frühere Einstellung zuerst.</translation>
    </message>
    <message>
        <source>Name the model on the card, for example ViT-B-32-quickgelu.</source>
        <translation>Nennen Sie das Modell auf der Karte, zum Beispiel ViT-B-32-quickgelu.</translation>
    </message>
    <message>
        <source>Name the tokenizer in open_clip_config.json (hf_tokenizer_name) and put its files there.</source>
        <translation>Nennen Sie den Tokenizer in open_clip_config.json (hf_tokenizer_name), und legen Sie seine Dateien dorthin.</translation>
    </message>
    <message>
        <source>Next take</source>
        <translation>Nächster Take</translation>
    </message>
    <message>
        <source>No clip of {0} has its media here.</source>
        <translation>Zu keinem Clip von {0} liegt das Medium hier.</translation>
    </message>
    <message>
        <source>No cue was given.</source>
        <translation>Es wurde kein Cue angegeben.</translation>
    </message>
    <message>
        <source>No edit is called &apos;{0}&apos;.</source>
        <translation>Keine Änderung heißt „{0}“.</translation>
    </message>
    <message>
        <source>No frames cannot be aggregated.</source>
        <translation>Aus null Bildern lässt sich nichts zusammenfassen.</translation>
    </message>
    <message>
        <source>No media file is linked for {0}.</source>
        <translation>Für {0} ist keine Mediendatei verknüpft.</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>Es ist kein Projekt geöffnet.</translation>
    </message>
    <message>
        <source>No region is called &apos;{0}&apos;.</source>
        <translation>Keine Stelle heißt „{0}“.</translation>
    </message>
    <message>
        <source>No shot has the id {0}.</source>
        <translation>Keine Einstellung hat die Kennung {0}.</translation>
    </message>
    <message>
        <source>Render a new take, which spaces them anew, or use fewer steps.</source>
        <translation>Rendern Sie einen neuen Take, der sie neu verteilt, oder nehmen Sie weniger Schritte.</translation>
    </message>
    <message>
        <source>Render at least one take.</source>
        <translation>Rendern Sie mindestens einen Take.</translation>
    </message>
    <message>
        <source>Render fewer takes at a time, or a shorter span.</source>
        <translation>Rendern Sie weniger Takes auf einmal, oder eine kürzere Stelle.</translation>
    </message>
    <message>
        <source>Render the take again, or bring the file back from a backup.</source>
        <translation>Rendern Sie den Take noch einmal, oder holen Sie die Datei aus einer Sicherung zurück.</translation>
    </message>
    <message>
        <source>Render the take again.</source>
        <translation>Rendern Sie den Take noch einmal.</translation>
    </message>
    <message>
        <source>Take {0} has {1} channels, not {2}.</source>
        <translation>Der Take {0} hat {1} Kanäle, nicht {2}.</translation>
    </message>
    <message>
        <source>Take {0} has {1} samples, not {2}.</source>
        <translation>Der Take {0} hat {1} Samples, nicht {2}.</translation>
    </message>
    <message>
        <source>Take {0} uses {1}, outside its {2} s of sound.</source>
        <translation>Der Take {0} benutzt {1}, außerhalb seiner {2} s Ton.</translation>
    </message>
    <message>
        <source>Take {0} uses {1}, outside what was rendered, {2}.</source>
        <translation>Der Take {0} benutzt {1}, außerhalb dessen, was gerendert wurde, {2}.</translation>
    </message>
    <message>
        <source>The cut of {0} shows nothing yet.</source>
        <translation>Der Schnitt von {0} zeigt noch nichts.</translation>
    </message>
    <message>
        <source>The cut shows more than once the region {0}.</source>
        <translation>Der Schnitt zeigt die Stelle {0} mehr als einmal.</translation>
    </message>
    <message>
        <source>The device has too little memory to encode a single item.</source>
        <translation>Das Gerät hat zu wenig Speicher, um auch nur ein Stück zu kodieren.</translation>
    </message>
    <message>
        <source>The disk is full while writing {0} to {1}.</source>
        <translation>Die Platte ist voll beim Schreiben von {0} nach {1}.</translation>
    </message>
    <message>
        <source>The disk is full while writing {0}.</source>
        <translation>Die Platte ist voll beim Schreiben von {0}.</translation>
    </message>
    <message>
        <source>The disk of {0} has {1} free, and {2} needs {3} more.</source>
        <translation>Die Platte von {0} hat {1} frei, und {2} braucht noch {3}.</translation>
    </message>
    <message>
        <source>The document {0} in it is left black: {1}</source>
        <translation>Das Dokument {0} darin bleibt schwarz: {1}</translation>
    </message>
    <message>
        <source>The picture of {0} has fewer than three frames: nothing moves in it.</source>
        <translation>Das Bild von {0} hat weniger als drei Einzelbilder: Darin bewegt sich nichts.</translation>
    </message>
    <message>
        <source>The recording {0} has changed since it was used.</source>
        <translation>Die Aufnahme {0} hat sich seit ihrer Verwendung geändert.</translation>
    </message>
    <message>
        <source>The recording {0} is gone.</source>
        <translation>Die Aufnahme {0} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The take {0} in the store has another length, rate or number of channels than on the timeline.</source>
        <translation>Der abgelegte Take {0} hat eine andere Länge, Abtastrate oder Zahl der Kanäle als auf der Timeline.</translation>
    </message>
    <message>
        <source>device or resource busy</source>
        <translation>Gerät oder Datei belegt</translation>
    </message>
    <message>
        <source>directory not empty</source>
        <translation>Ordner nicht leer</translation>
    </message>
    <message>
        <source>disk quota exceeded</source>
        <translation>Kontingent der Platte erschöpft</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>os error {0}</source>
        <translation>Systemfehler {0}</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>out of memory</translation>
    </message>
    <message>
        <source>panel action</source>
        <translation>Befehl der Oberfläche</translation>
    </message>
    <message>
        <source>panel dock</source>
        <translation>Andockfenster</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>picture encoder</source>
        <translation>Bild-Encoder</translation>
    </message>
    <message>
        <source>pip install &apos;v2a-plugin[aaf]&apos;</source>
        <translation>pip install &apos;v2a-plugin[aaf]&apos;</translation>
    </message>
    <message>
        <source>pip install &apos;v2a-plugin[transnet]&apos;</source>
        <translation>pip install &apos;v2a-plugin[transnet]&apos;</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>prompt weight is {0}.</source>
        <translation>Das Wortgewicht ist {0}.</translation>
    </message>
    <message>
        <source>shot detector</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>sound encoder</source>
        <translation>Ton-Encoder</translation>
    </message>
    <message>
        <source>sound of a take that was never finished</source>
        <translation>Ton eines Takes, der nie fertig wurde</translation>
    </message>
    <message>
        <source>stale file handle</source>
        <translation>die Datei ist nicht mehr, was sie war</translation>
    </message>
    <message>
        <source>starts at {0}, {1} frames a second</source>
        <translation>beginnt bei {0}, {1} Bilder je Sekunde</translation>
    </message>
    <message>
        <source>steps is {0}.</source>
        <translation>Die Zahl der Schritte ist {0}.</translation>
    </message>
    <message>
        <source>take finished</source>
        <translation>Take fertig</translation>
    </message>
    <message>
        <source>take that is not on the timeline</source>
        <translation>Take, der nicht auf der Timeline ist</translation>
    </message>
    <message>
        <source>{0} has no event.</source>
        <translation>{0} hat kein Ereignis.</translation>
    </message>
    <message>
        <source>{0} has no time and strength in line {1}.</source>
        <translation>{0} hat in Zeile {1} keine Zeit mit Stärke.</translation>
    </message>
    <message>
        <source>{0} holds no sound.</source>
        <translation>{0} enthält keinen Ton.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}. {2} changes before it are there, {3} after it are left out.</source>
        <translation>{0} ist beschädigt: {1}. {2} Änderungen davor sind da, {3} danach fallen weg.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}. {2} changes before it are there.</source>
        <translation>{0} ist beschädigt: {1}. {2} Änderungen davor sind da.</translation>
    </message>
    <message>
        <source>{0} is no table: {1}.</source>
        <translation>{0} ist keine Tabelle: {1}.</translation>
    </message>
    <message>
        <source>{0} is silent: there is nothing to follow.</source>
        <translation>{0} ist still: Es gibt nichts, dem sich folgen ließe.</translation>
    </message>
    <message>
        <source>{0} is too long for a list of events.</source>
        <translation>{0} ist zu lang für eine Liste von Ereignissen.</translation>
    </message>
    <message>
        <source>{0} of the library &apos;{1}&apos;</source>
        <translation>{0} der Bibliothek „{1}“</translation>
    </message>
    <message>
        <source>{0} shots got a cue, {1} were passed over.</source>
        <translation>{0} Einstellungen haben einen Cue bekommen, {1} wurden übergangen.</translation>
    </message>
    <message>
        <source>{0} shots got a cue.</source>
        <translation>{0} Einstellungen haben einen Cue bekommen.</translation>
    </message>
    <message>
        <source>{0} transitions are read as cuts.</source>
        <translation>{0} Übergänge werden als Schnitte gelesen.</translation>
    </message>
    <message>
        <source>{0} uses a codec that cannot be decoded here.</source>
        <translation>{0} benutzt einen Codec, der sich hier nicht dekodieren lässt.</translation>
    </message>
    <message>
        <source>{0} uses a picture codec that cannot be decoded here.</source>
        <translation>{0} benutzt einen Bildcodec, der sich hier nicht dekodieren lässt.</translation>
    </message>
    <message>
        <source>{0} was changed since it was written.</source>
        <translation>{0} wurde geändert, seit es geschrieben wurde.</translation>
    </message>
    <message>
        <source>{0} was written by a newer OpenTimelineIO: a part of it is missing.</source>
        <translation>{0} wurde von einem neueren OpenTimelineIO geschrieben: Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>{0} was written by a newer OpenTimelineIO: {1}.</source>
        <translation>{0} wurde von einem neueren OpenTimelineIO geschrieben: {1}.</translation>
    </message>
    <message>
        <source>{0} was written by a newer program.</source>
        <translation>{0} wurde von einem neueren Programm geschrieben.</translation>
    </message>
    <message>
        <source>{0} was written by a newer v2a-plugin (layout {1}; this one reads up to {2}).</source>
        <translation>{0} wurde von einem neueren v2a-plugin geschrieben (Aufbau {1}; dieses liest bis {2}).</translation>
    </message>
    <message>
        <source>{0} would lie outside the delivery.</source>
        <translation>{0} läge außerhalb der Ausgabe.</translation>
    </message>
    <message>
        <source>{0} {1} (not here)</source>
        <translation>{0} {1} (nicht hier)</translation>
    </message>
    <message>
        <source>{0}, line {1}: {2}</source>
        <translation>{0}, Zeile {1}: {2}</translation>
    </message>
    <message>
        <source>{0}.wav was turned down by {1} dB, because it would have clipped.</source>
        <translation>{0}.wav wurde um {1} dB heruntergezogen, weil es sonst übersteuert hätte.</translation>
    </message>
    <message>
        <source>{0}: Kdenlive project</source>
        <translation>{0}: Kdenlive-Projekt</translation>
    </message>
    <message>
        <source>{0}: Reaper project</source>
        <translation>{0}: Reaper-Projekt</translation>
    </message>
    <message>
        <source>{0}: a film with the mix</source>
        <translation>{0}: ein Film mit der Mischung</translation>
    </message>
    <message>
        <source>{0}: broadcast wave stems</source>
        <translation>{0}: Broadcast-Wave-Stems</translation>
    </message>
    <message>
        <source>{0}: edit decision lists</source>
        <translation>{0}: Schnittlisten (EDL)</translation>
    </message>
    <message>
        <source>{0}: give a proxy that speaks HTTP, or install what SOCKS needs: pip install &apos;httpx2[socks]&apos;.</source>
        <translation>{0}: Geben Sie einen Proxy an, der HTTP spricht, oder installieren Sie, was SOCKS braucht: pip install &apos;httpx2[socks]&apos;.</translation>
    </message>
    <message>
        <source>{0}; did you mean &apos;{1}&apos;?</source>
        <translation>{0}; meinten Sie „{1}“?</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made for another state of the timeline: {1}.</source>
        <translation>„{0}“ gehört zu einem anderen Stand der Timeline: {1}.</translation>
    </message>
    <message>
        <source>&apos;v2a guide PROJECT --from shot&apos; lists them.</source>
        <translation>„v2a guide PROJEKT --from shot“ listet sie auf.</translation>
    </message>
    <message>
        <source>&apos;v2a project edits&apos; lists them.</source>
        <translation>„v2a project edits“ nennt sie.</translation>
    </message>
    <message>
        <source>&apos;v2a project list PROJECT regions&apos; names them.</source>
        <translation>„v2a project list PROJECT regions“ nennt sie.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is neither on nor off.</source>
        <translation>„{0}“ ist weder on noch off.</translation>
    </message>
    <message>
        <source>1 smoothed change of speed is read as straight between its keys.</source>
        <translation>1 geglättete Tempoänderung wird zwischen ihren Marken als gerade gelesen.</translation>
    </message>
    <message>
        <source>44.1 kHz stereo, up to 47 s at once, from words: the prompt and what is recognised in the picture.</source>
        <translation>44,1 kHz Stereo, bis 47 s am Stück, aus Wörtern: dem Prompt und dem, was im Bild erkannt wird.</translation>
    </message>
    <message>
        <source>A cue on {0} plays the take {1}.</source>
        <translation>Ein Cue auf {0} spielt den Take {1}.</translation>
    </message>
    <message>
        <source>A loop with a crossfade of {0} s does not fit a sound of {1} s.</source>
        <translation>Eine Schleife mit einer Überblendung von {0} s passt nicht in einen Klang von {1} s.</translation>
    </message>
    <message>
        <source>A take of {0} came back changed.</source>
        <translation>Ein Take von {0} kam verändert zurück.</translation>
    </message>
    <message>
        <source>A volume point cannot be at {0} dB.</source>
        <translation>Ein Lautstärkepunkt kann nicht bei {0} dB liegen.</translation>
    </message>
    <message>
        <source>A worker gets nothing to render, {0}.</source>
        <translation>Ein Arbeitsrechner bekommt nichts zu rendern, {0}.</translation>
    </message>
    <message>
        <source>AAF, of Media Composer and Premiere</source>
        <translation>AAF, von Media Composer und Premiere</translation>
    </message>
    <message>
        <source>Add a folder with &apos;v2a library add&apos; and scan it, or render with --source generator.</source>
        <translation>Fügen Sie mit „v2a library add“ einen Ordner hinzu, und lesen Sie ihn ein, oder rendern Sie mit --source generator.</translation>
    </message>
    <message>
        <source>Add another take.</source>
        <translation>Fügen Sie einen anderen Take hinzu.</translation>
    </message>
    <message>
        <source>Add event</source>
        <translation>Ereignis setzen</translation>
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
        <source>All of the take {0} is kept.</source>
        <translation>Vom Take {0} bleibt alles.</translation>
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
        <source>Check that the certificate is for signing and still valid.</source>
        <translation>Prüfen Sie, ob das Zertifikat zum Signieren bestimmt und noch gültig ist.</translation>
    </message>
    <message>
        <source>Check the network.</source>
        <translation>Prüfen Sie das Netzwerk.</translation>
    </message>
    <message>
        <source>Choose another first.</source>
        <translation>Wählen Sie zuerst einen anderen.</translation>
    </message>
    <message>
        <source>Choose another one in your system.</source>
        <translation>Wählen Sie in Ihrem System ein anderes.</translation>
    </message>
    <message>
        <source>Clear guide</source>
        <translation>Zeitvorgabe entfernen</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller bundle.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie ein kleineres Paket.</translation>
    </message>
    <message>
        <source>Commercial use is free only for those who earn less than 1 million US dollars a year, and has to be registered with Stability AI; above that its own licence is needed.</source>
        <translation>Kommerzielle Nutzung ist nur frei, wenn Sie weniger als 1 Million US-Dollar im Jahr einnehmen, und muss bei Stability AI angemeldet werden; darüber ist eine eigene Lizenz nötig.</translation>
    </message>
    <message>
        <source>Comp</source>
        <translation>Comp</translation>
    </message>
    <message>
        <source>Connect it again.</source>
        <translation>Schließen Sie es wieder an.</translation>
    </message>
    <message>
        <source>Connect it, and perform again.</source>
        <translation>Schließen Sie es an, und spielen Sie noch einmal ein.</translation>
    </message>
    <message>
        <source>Connect its drive, or add the folder that holds it with &apos;v2a library add&apos; and scan it.</source>
        <translation>Schließen Sie ihr Laufwerk an, oder fügen Sie den Ordner, in dem sie liegt, mit „v2a library add“ hinzu, und lesen Sie ihn ein.</translation>
    </message>
    <message>
        <source>Connect its drive.</source>
        <translation>Schließen Sie ihr Laufwerk an.</translation>
    </message>
    <message>
        <source>Connect one, or tap the events with T.</source>
        <translation>Schließen Sie eines an, oder spielen Sie die Ereignisse mit T ein.</translation>
    </message>
    <message>
        <source>Crossfade</source>
        <translation>Überblendung</translation>
    </message>
    <message>
        <source>Cut it to the shot.</source>
        <translation>Kürzen Sie sie auf die Einstellung.</translation>
    </message>
    <message>
        <source>Delete the cue first.</source>
        <translation>Löschen Sie zuerst den Cue.</translation>
    </message>
    <message>
        <source>Find the hits of a shot, or set one by hand.</source>
        <translation>Suchen Sie die Treffer einer Einstellung, oder setzen Sie einen von Hand.</translation>
    </message>
    <message>
        <source>GStreamer&apos;s editing services, such as Pitivi</source>
        <translation>Der Schnitt von GStreamer, etwa Pitivi</translation>
    </message>
    <message>
        <source>Give -60 to 0.</source>
        <translation>Geben Sie -60 bis 0 an.</translation>
    </message>
    <message>
        <source>Give -60 to 24.</source>
        <translation>Geben Sie -60 bis 24 an.</translation>
    </message>
    <message>
        <source>Give a folder that &apos;v2a export&apos; or &apos;v2a generate&apos; wrote.</source>
        <translation>Geben Sie einen Ordner an, den „v2a export“ oder „v2a generate“ geschrieben hat.</translation>
    </message>
    <message>
        <source>Give a longer span.</source>
        <translation>Geben Sie eine längere Stelle an.</translation>
    </message>
    <message>
        <source>Give a part of its shot.</source>
        <translation>Geben Sie einen Teil seiner Einstellung an.</translation>
    </message>
    <message>
        <source>Give a recording that is not empty.</source>
        <translation>Geben Sie eine Aufnahme an, die nicht leer ist.</translation>
    </message>
    <message>
        <source>Give a shorter crossfade.</source>
        <translation>Geben Sie eine kürzere Überblendung an.</translation>
    </message>
    <message>
        <source>Give a sound that can be heard.</source>
        <translation>Geben Sie einen Ton an, der zu hören ist.</translation>
    </message>
    <message>
        <source>Give a time between its ends.</source>
        <translation>Geben Sie eine Zeit zwischen seinen Enden an.</translation>
    </message>
    <message>
        <source>Give a time inside a shot.</source>
        <translation>Geben Sie eine Zeit innerhalb einer Einstellung an.</translation>
    </message>
    <message>
        <source>Give another part of its shot.</source>
        <translation>Geben Sie einen anderen Teil seiner Einstellung an.</translation>
    </message>
    <message>
        <source>Give each a later time.</source>
        <translation>Geben Sie jedem eine spätere Zeit.</translation>
    </message>
    <message>
        <source>Give every worker the same v2a-plugin, plugins, bundle and libraries.</source>
        <translation>Geben Sie jedem Arbeitsrechner dieselbe Version von v2a-plugin, dieselben Plugins, dasselbe Paket und dieselben Bibliotheken.</translation>
    </message>
    <message>
        <source>Give folders that &apos;v2a project generate --into&apos; wrote.</source>
        <translation>Geben Sie Ordner an, die „v2a project generate --into“ geschrieben hat.</translation>
    </message>
    <message>
        <source>Give it the ending {0}.</source>
        <translation>Geben Sie ihr die Endung {0}.</translation>
    </message>
    <message>
        <source>Give local:1 to local:{0}.</source>
        <translation>Geben Sie local:1 bis local:{0} an.</translation>
    </message>
    <message>
        <source>Give local:N, or the address that &apos;dask scheduler&apos; prints.</source>
        <translation>Geben Sie local:N an oder die Adresse, die „dask scheduler“ ausgibt.</translation>
    </message>
    <message>
        <source>Give markers, a sound or a table as the guide, or none.</source>
        <translation>Geben Sie als Zeitvorgabe Marker, einen Ton oder eine Tabelle an, oder keine.</translation>
    </message>
    <message>
        <source>Give seconds from the start of the region.</source>
        <translation>Geben Sie Sekunden ab dem Anfang der Stelle an.</translation>
    </message>
    <message>
        <source>Give the certificate and its key as PEM.</source>
        <translation>Geben Sie das Zertifikat und seinen Schlüssel als PEM an.</translation>
    </message>
    <message>
        <source>Give the chain as PEM, the signer&apos;s first.</source>
        <translation>Geben Sie die Kette als PEM an, die des Unterzeichners zuerst.</translation>
    </message>
    <message>
        <source>Give the parts of this project.</source>
        <translation>Geben Sie die Teile dieses Projekts an.</translation>
    </message>
    <message>
        <source>Give the private key of the first certificate as PEM, without a password.</source>
        <translation>Geben Sie den privaten Schlüssel des ersten Zertifikats als PEM an, ohne Passwort.</translation>
    </message>
    <message>
        <source>H.264 at the rate of the cut, {0} in stereo; its timecode is that of the cut.</source>
        <translation>H.264 mit der Bildrate des Schnitts, {0} in Stereo; sein Timecode ist der des Schnitts.</translation>
    </message>
    <message>
        <source>Insert it where its time belongs.</source>
        <translation>Setzen Sie ihn dorthin, wo seine Zeit liegt.</translation>
    </message>
    <message>
        <source>Install otio-xges-adapter beside it.</source>
        <translation>Installieren Sie otio-xges-adapter dazu.</translation>
    </message>
    <message>
        <source>It has: none.</source>
        <translation>Er hat: keinen.</translation>
    </message>
    <message>
        <source>It has: {0}.</source>
        <translation>Er hat: {0}.</translation>
    </message>
    <message>
        <source>It reads no fades: export without handles where there are some, and they are in the sound.</source>
        <translation>Es liest keine Blenden: Exportieren Sie ohne Handles, wo es welche gibt, dann sind sie im Ton.</translation>
    </message>
    <message>
        <source>Kdenlive project</source>
        <translation>Kdenlive-Projekt</translation>
    </message>
    <message>
        <source>Leave a part of it out, or extend it.</source>
        <translation>Lassen Sie einen Teil weg, oder verlängern Sie ihn.</translation>
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
        <source>Move event</source>
        <translation>Ereignis verschieben</translation>
    </message>
    <message>
        <source>Move it less far, or to another track.</source>
        <translation>Schieben Sie ihn weniger weit oder auf eine andere Spur.</translation>
    </message>
    <message>
        <source>Move volume point</source>
        <translation>Lautstärkepunkt verschieben</translation>
    </message>
    <message>
        <source>No recording of your libraries fits {0}.</source>
        <translation>Keine Aufnahme Ihrer Bibliotheken passt zu {0}.</translation>
    </message>
    <message>
        <source>No shot is called &apos;{0}&apos;.</source>
        <translation>Keine Einstellung heißt „{0}“.</translation>
    </message>
    <message>
        <source>No track is called &apos;{0}&apos;.</source>
        <translation>Keine Spur heißt „{0}“.</translation>
    </message>
    <message>
        <source>No worker may render: {0}.</source>
        <translation>Kein Arbeitsrechner darf rendern: {0}.</translation>
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
        <source>Nothing in the picture was recognised for sure; the nearest was “{0}” ({1}).</source>
        <translation>Im Bild wurde nichts sicher erkannt; am nächsten war „{0}“ ({1}).</translation>
    </message>
    <message>
        <source>Nothing is looked for.</source>
        <translation>Es wird nichts gesucht.</translation>
    </message>
    <message>
        <source>Nothing moves in {0}: there is nothing to follow.</source>
        <translation>In {0} bewegt sich nichts: Es gibt nichts, dem sich folgen ließe.</translation>
    </message>
    <message>
        <source>Nothing of it was kept. Pull the bundle again.</source>
        <translation>Nichts davon wurde behalten. Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Nothing of the take {0} is kept.</source>
        <translation>Vom Take {0} bleibt nichts.</translation>
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
        <source>One cue would lie over the whole of another.</source>
        <translation>Ein Cue läge ganz über einem anderen.</translation>
    </message>
    <message>
        <source>Only the same weights make the same sound; render new takes instead.</source>
        <translation>Nur dieselben Gewichte ergeben denselben Ton; rendern Sie stattdessen neue Takes.</translation>
    </message>
    <message>
        <source>Open &apos;cue sheet.csv&apos;.</source>
        <translation>Öffnen Sie „cue sheet.csv“.</translation>
    </message>
    <message>
        <source>Open &apos;cue sheet.pdf&apos; and print it on A4, across.</source>
        <translation>Öffnen Sie „cue sheet.pdf“, und drucken Sie es auf A4 im Querformat.</translation>
    </message>
    <message>
        <source>Open a folder *.v2a.</source>
        <translation>Öffnen Sie einen Ordner *.v2a.</translation>
    </message>
    <message>
        <source>Open a video or a picture.</source>
        <translation>Öffnen Sie ein Video oder ein Bild.</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>Öffnen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Open the cut together with its media.</source>
        <translation>Öffnen Sie den Schnitt zusammen mit seinen Medien.</translation>
    </message>
    <message>
        <source>Open the file with (GStreamer) in its name, where the delivery was written.</source>
        <translation>Öffnen Sie die Datei mit (GStreamer) im Namen dort, wohin die Lieferung geschrieben wurde.</translation>
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
        <source>Peak level</source>
        <translation>Spitzenpegel</translation>
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
        <source>Place a take on a track first.</source>
        <translation>Setzen Sie zuerst einen Take auf eine Spur.</translation>
    </message>
    <message>
        <source>Place best takes</source>
        <translation>Beste Takes setzen</translation>
    </message>
    <message>
        <source>Plugin {0} failed to {1}: {2}</source>
        <translation>Das Plugin {0} ist {1} gescheitert: {2}</translation>
    </message>
    <message>
        <source>Premiere Pro 25.6 or later</source>
        <translation>Premiere Pro ab 25.6</translation>
    </message>
    <message>
        <source>Previous take</source>
        <translation>Voriger Take</translation>
    </message>
    <message>
        <source>Production sound</source>
        <translation>Originalton</translation>
    </message>
    <message>
        <source>Project &gt; Open: choose {0}; keep the folder &apos;audio&apos; beside it.</source>
        <translation>Project &gt; Open: Wählen Sie {0}; lassen Sie den Ordner „audio“ daneben.</translation>
    </message>
    <message>
        <source>Pull again later.</source>
        <translation>Holen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Pull again later: what has arrived is kept.</source>
        <translation>Holen Sie es später noch einmal: Was angekommen ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Pull it again, or write one with `python -m v2a_plugin.zoo.lock FOLDER` if you made it yourself.</source>
        <translation>Holen Sie es noch einmal, oder schreiben Sie mit `python -m v2a_plugin.zoo.lock FOLDER` eine, falls Sie es selbst gemacht haben.</translation>
    </message>
    <message>
        <source>Pull or install the bundle again.</source>
        <translation>Holen oder installieren Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Pull the bundle again.</source>
        <translation>Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Put config.json, vocab.json and merges.txt of roberta-base there.</source>
        <translation>Legen Sie config.json, vocab.json und merges.txt von roberta-base dorthin.</translation>
    </message>
    <message>
        <source>Put it on another track first.</source>
        <translation>Setzen Sie ihn zuerst auf eine andere Spur.</translation>
    </message>
    <message>
        <source>Put the checkpoint there.</source>
        <translation>Legen Sie den Checkpoint dorthin.</translation>
    </message>
    <message>
        <source>Put the playhead inside a shot.</source>
        <translation>Setzen Sie den Abspielkopf in eine Einstellung.</translation>
    </message>
    <message>
        <source>Read it with a newer v2a-plugin.</source>
        <translation>Lesen Sie sie mit einem neueren v2a-plugin.</translation>
    </message>
    <message>
        <source>Reading {0} takes longer than any cut does; it was stopped.</source>
        <translation>{0} zu lesen dauert länger als bei jedem Schnitt; es wurde abgebrochen.</translation>
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
        <source>Redo the others first.</source>
        <translation>Wiederholen Sie zuerst die anderen.</translation>
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
        <source>Relink it, or choose another level.</source>
        <translation>Verknüpfen Sie sie neu, oder wählen Sie einen anderen Pegel.</translation>
    </message>
    <message>
        <source>Remove event</source>
        <translation>Ereignis entfernen</translation>
    </message>
    <message>
        <source>Remove it when that has ended.</source>
        <translation>Entfernen Sie es, wenn das zu Ende ist.</translation>
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
        <source>Remove volume point</source>
        <translation>Lautstärkepunkt entfernen</translation>
    </message>
    <message>
        <source>Remove volume points</source>
        <translation>Lautstärkepunkte entfernen</translation>
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
        <source>Render a new take, or keep a part that lies in it.</source>
        <translation>Rendern Sie einen neuen Take, oder behalten Sie einen Teil, der darin liegt.</translation>
    </message>
    <message>
        <source>Replace take</source>
        <translation>Take ersetzen</translation>
    </message>
    <message>
        <source>Report it to the authors of {0}, or leave it out with V2A_PLUGINS_DISABLED={1}.</source>
        <translation>Melden Sie es den Autoren von {0}, oder lassen Sie es mit V2A_PLUGINS_DISABLED={1} weg.</translation>
    </message>
    <message>
        <source>Resample them first.</source>
        <translation>Bringen Sie sie zuerst auf eine Abtastrate.</translation>
    </message>
    <message>
        <source>Ripple cut</source>
        <translation>Nachrückend herausnehmen</translation>
    </message>
    <message>
        <source>Ripple delete</source>
        <translation>Löschen und Lücke schließen</translation>
    </message>
    <message>
        <source>Ripple insert</source>
        <translation>Nachrückend einfügen</translation>
    </message>
    <message>
        <source>Run `v2a models pull {0}` without --offline and without HF_HUB_OFFLINE.</source>
        <translation>Rufen Sie `v2a models pull {0}` ohne --offline und ohne HF_HUB_OFFLINE auf.</translation>
    </message>
    <message>
        <source>Run `v2a models remove {0}` and pull it again, or install the program again if it shipped.</source>
        <translation>Rufen Sie `v2a models remove {0}` auf, und holen Sie es noch einmal, oder installieren Sie das Programm noch einmal, falls es mitgeliefert war.</translation>
    </message>
    <message>
        <source>Run `v2a models verify {0}`, then pull or install it again.</source>
        <translation>Rufen Sie `v2a models verify {0}` auf, und holen oder installieren Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Run it again; finished takes are kept.</source>
        <translation>Starten Sie es noch einmal; fertige Takes bleiben erhalten.</translation>
    </message>
    <message>
        <source>Run: pip install &apos;v2a-plugin[c2pa]&apos;</source>
        <translation>Rufen Sie auf: pip install &apos;v2a-plugin[c2pa]&apos;</translation>
    </message>
    <message>
        <source>Run: pip install --no-deps laion-clap torchlibrosa &amp;&amp; pip install ftfy h5py librosa scikit-learn</source>
        <translation>Rufen Sie auf: pip install --no-deps laion-clap torchlibrosa &amp;&amp; pip install ftfy h5py librosa scikit-learn</translation>
    </message>
    <message>
        <source>Run: v2a watch FOLDER --out FOLDER. A clip or a cut put into the first comes back in the second.</source>
        <translation>Rufen Sie auf: v2a watch FOLDER --out FOLDER. Ein Clip oder Schnitt, der in den ersten gelegt wird, kommt im zweiten zurück.</translation>
    </message>
    <message>
        <source>Save a smaller copy and open that.</source>
        <translation>Speichern Sie eine kleinere Kopie, und öffnen Sie die.</translation>
    </message>
    <message>
        <source>Save a smaller copy.</source>
        <translation>Speichern Sie eine kleinere Kopie.</translation>
    </message>
    <message>
        <source>Save it as a PNG or JPEG and open that.</source>
        <translation>Speichern Sie es als PNG oder JPEG, und öffnen Sie das.</translation>
    </message>
    <message>
        <source>Save it for an older version of OTIO; editors call that the target or compatible version.</source>
        <translation>Speichern Sie ihn für eine ältere Version von OTIO; Schnittprogramme nennen das Ziel- oder kompatible Version.</translation>
    </message>
    <message>
        <source>Save the UCS list as CSV, UTF-8.</source>
        <translation>Speichern Sie die UCS-Liste als CSV in UTF-8.</translation>
    </message>
    <message>
        <source>Save the project again in Reaper.</source>
        <translation>Speichern Sie das Projekt in Reaper noch einmal.</translation>
    </message>
    <message>
        <source>Save the project again.</source>
        <translation>Speichern Sie das Projekt noch einmal.</translation>
    </message>
    <message>
        <source>Say it in plain English.</source>
        <translation>Sagen Sie es in einfachem Englisch.</translation>
    </message>
    <message>
        <source>Say where it is to begin.</source>
        <translation>Sagen Sie, wo er beginnen soll.</translation>
    </message>
    <message>
        <source>Scale its values.</source>
        <translation>Skalieren Sie ihre Werte.</translation>
    </message>
    <message>
        <source>Scan it to see what is new.</source>
        <translation>Lesen Sie sie ein, um zu sehen, was neu ist.</translation>
    </message>
    <message>
        <source>Scan its library.</source>
        <translation>Lesen Sie ihre Bibliothek ein.</translation>
    </message>
    <message>
        <source>Scan the library again: it is set aside and built anew.</source>
        <translation>Lesen Sie die Bibliothek noch einmal ein: Der Index wird beiseitegelegt und neu aufgebaut.</translation>
    </message>
    <message>
        <source>See its log.</source>
        <translation>Sehen Sie in sein Protokoll.</translation>
    </message>
    <message>
        <source>Seed of the first take of each region.</source>
        <translation>Startwert des ersten Takes jeder Stelle.</translation>
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
        <source>Select the clips, right click, &apos;Insert Selected Clips to Timeline Using Timecode&apos;.</source>
        <translation>Wählen Sie die Clips aus, dann Rechtsklick, „Insert Selected Clips to Timeline Using Timecode“.</translation>
    </message>
    <message>
        <source>Select the items; Item &gt; &apos;Item: Move to source preferred position (used by BWF)&apos;.</source>
        <translation>Wählen Sie die Items aus; Item &gt; „Item: Move to source preferred position (used by BWF)“.</translation>
    </message>
    <message>
        <source>Set one, or find hits.</source>
        <translation>Setzen Sie einen, oder suchen Sie Treffer.</translation>
    </message>
    <message>
        <source>Set the project to the frame rate of the cut.</source>
        <translation>Stellen Sie das Projekt auf die Bildrate des Schnitts.</translation>
    </message>
    <message>
        <source>Set the session to the frame rate and the sample rate of the stems.</source>
        <translation>Stellen Sie die Session auf die Bildrate und die Abtastrate der Stems.</translation>
    </message>
    <message>
        <source>Shorten the one or move the other.</source>
        <translation>Kürzen Sie das eine oder verschieben Sie das andere.</translation>
    </message>
    <message>
        <source>Shorten them.</source>
        <translation>Kürzen Sie sie.</translation>
    </message>
    <message>
        <source>Shot settings</source>
        <translation>Angaben zur Einstellung</translation>
    </message>
    <message>
        <source>Shotcut 21.09 or later</source>
        <translation>Shotcut ab 21.09</translation>
    </message>
    <message>
        <source>Shots a task renders.</source>
        <translation>Einstellungen, die eine Aufgabe rendert.</translation>
    </message>
    <message>
        <source>Signing needs c2pa-python, which is not installed.</source>
        <translation>Signieren braucht c2pa-python, und das ist nicht installiert.</translation>
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
        <source>Something unexpected went wrong: {0}.</source>
        <translation>Etwas Unerwartetes ging schief: {0}.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {0}: {1}.</source>
        <translation>Etwas Unerwartetes ging schief: {0}: {1}.</translation>
    </message>
    <message>
        <source>Sort them by time.</source>
        <translation>Ordnen Sie sie nach der Zeit.</translation>
    </message>
    <message>
        <source>Sound track {0} is {1}.</source>
        <translation>Tonspur {0} ist {1}.</translation>
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
        <source>Split it by hand.</source>
        <translation>Teilen Sie sie von Hand.</translation>
    </message>
    <message>
        <source>Split it into files with fewer channels.</source>
        <translation>Teilen Sie sie in Dateien mit weniger Kanälen.</translation>
    </message>
    <message>
        <source>Split shot</source>
        <translation>Einstellung teilen</translation>
    </message>
    <message>
        <source>Stable Audio, from a diffusers folder: stereo at 44.1 kHz from words</source>
        <translation>Stable Audio aus einem diffusers-Ordner: Stereo mit 44,1 kHz aus Wörtern</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Start at 0 or later.</source>
        <translation>Beginnen Sie bei 0 oder später.</translation>
    </message>
    <message>
        <source>Start it again and run the same command; finished takes are kept.</source>
        <translation>Starten Sie ihn noch einmal und geben Sie denselben Befehl; fertige Takes bleiben erhalten.</translation>
    </message>
    <message>
        <source>Start one with &apos;dask worker ADDRESS --nthreads 1&apos; and run the same command; finished takes are kept.</source>
        <translation>Starten Sie einen mit „dask worker ADDRESS --nthreads 1“ und geben Sie denselben Befehl; fertige Takes bleiben erhalten.</translation>
    </message>
    <message>
        <source>Start timecode</source>
        <translation>Anfangs-Timecode</translation>
    </message>
    <message>
        <source>Stems cannot be written at {0} Hz.</source>
        <translation>Stems lassen sich nicht mit {0} Hz schreiben.</translation>
    </message>
    <message>
        <source>Stems cannot begin at {0}, where {1} has ended.</source>
        <translation>Stems können nicht bei {0} beginnen, wo {1} schon zu Ende ist.</translation>
    </message>
    <message>
        <source>Stems cannot begin on every frame that is a multiple of {0}.</source>
        <translation>Stems können nicht auf jedem Bild beginnen, das ein Vielfaches von {0} ist.</translation>
    </message>
    <message>
        <source>Stems cannot have {0} channels.</source>
        <translation>Stems können nicht {0} Kanäle haben.</translation>
    </message>
    <message>
        <source>Stems that begin at {0} have no room for the 2-pop.</source>
        <translation>Stems, die bei {0} beginnen, haben keinen Platz für den 2-Pop.</translation>
    </message>
    <message>
        <source>Swap take</source>
        <translation>Take tauschen</translation>
    </message>
    <message>
        <source>Take a longer span, or add handles.</source>
        <translation>Nehmen Sie eine längere Stelle, oder geben Sie Handles dazu.</translation>
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
        <source>Takes for {0}</source>
        <translation>Takes für {0}</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>Einspielen</translation>
    </message>
    <message>
        <source>Text bridge over captions</source>
        <translation>Textbrücke über Bildbeschreibungen</translation>
    </message>
    <message>
        <source>The AAF names each stem by its whole path, so link again after the folder was moved.</source>
        <translation>Das AAF nennt jeden Stem mit seinem vollen Pfad; verknüpfen Sie neu, wenn der Ordner verschoben wurde.</translation>
    </message>
    <message>
        <source>The UCS list {0} cannot be read.</source>
        <translation>Die UCS-Liste {0} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The UNet left the range of {0} at denoising step {1} of {2}, and went on in float32.</source>
        <translation>Das UNet verließ bei Schritt {1} von {2} den Zahlenbereich von {0} und machte in float32 weiter.</translation>
    </message>
    <message>
        <source>The UNet, at denoising step {0} of {1},</source>
        <translation>Das UNet, bei Schritt {0} von {1},</translation>
    </message>
    <message>
        <source>The asset {0} is left out: {1}</source>
        <translation>Das Asset {0} fällt weg: {1}</translation>
    </message>
    <message>
        <source>The audio device {0} does not answer any more; it plays on in silence.</source>
        <translation>Das Audiogerät {0} antwortet nicht mehr; es geht stumm weiter.</translation>
    </message>
    <message>
        <source>The bundle has no captions to choose from.</source>
        <translation>Das Paket hat keine Beschreibungen, aus denen sich wählen ließe.</translation>
    </message>
    <message>
        <source>The bundle in {0} has no {1}.</source>
        <translation>Dem Paket in {0} fehlt {1}.</translation>
    </message>
    <message>
        <source>The bundle in {0} is not the store&apos;s to remove.</source>
        <translation>Das Paket in {0} gehört nicht zum Modellspeicher und wird nicht entfernt.</translation>
    </message>
    <message>
        <source>The bundle {0} has changed since the recipe was made: its lock was none and is none.</source>
        <translation>Das Paket {0} hat sich geändert, seit das Rezept entstand: Es hatte keine Lock-Datei und hat keine.</translation>
    </message>
    <message>
        <source>The bundle {0} has changed since the recipe was made: its lock was none and is {1}.</source>
        <translation>Das Paket {0} hat sich geändert, seit das Rezept entstand: Es hatte keine Lock-Datei, und jetzt ist es {1}.</translation>
    </message>
    <message>
        <source>The bundle {0} has changed since the recipe was made: its lock was {1} and is none.</source>
        <translation>Das Paket {0} hat sich geändert, seit das Rezept entstand: Seine Lock-Datei war {1}, und jetzt hat es keine.</translation>
    </message>
    <message>
        <source>The bundle {0} has changed since the recipe was made: its lock was {1} and is {2}.</source>
        <translation>Das Paket {0} hat sich geändert, seit das Rezept entstand: Seine Lock-Datei war {1} und ist {2}.</translation>
    </message>
    <message>
        <source>The bundle {0} has no mapper &apos;{1}&apos;, and there is no such folder.</source>
        <translation>Das Paket {0} hat keinen Mapper „{1}“, und einen solchen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>The bundle {0} has no mapper &apos;{1}&apos;, and there is no such folder. Did you mean &apos;{2}&apos;?</source>
        <translation>Das Paket {0} hat keinen Mapper „{1}“, und einen solchen Ordner gibt es nicht. Meinten Sie „{2}“?</translation>
    </message>
    <message>
        <source>The bundle {0} in {1} no longer matches its lock: {2} and {3} more.</source>
        <translation>Das Paket {0} in {1} entspricht nicht mehr seiner Lock-Datei: {2} und {3} weitere.</translation>
    </message>
    <message>
        <source>The bundle {0} in {1} no longer matches its lock: {2}.</source>
        <translation>Das Paket {0} in {1} entspricht nicht mehr seiner Lock-Datei: {2}.</translation>
    </message>
    <message>
        <source>The bundle {0} is being pulled now.</source>
        <translation>Das Paket {0} wird gerade geholt.</translation>
    </message>
    <message>
        <source>The bundle {0} is not on this machine.</source>
        <translation>Das Paket {0} ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The bundle {0} is not one to pull: its card names no repository.</source>
        <translation>Das Paket {0} lässt sich nicht holen: Seine Karte nennt keine Quelle.</translation>
    </message>
    <message>
        <source>The bundle {0} lacks {1}.</source>
        <translation>Dem Paket {0} fehlt {1}.</translation>
    </message>
    <message>
        <source>The bundle {0} would have to be pulled, and the network is not to be used.</source>
        <translation>Das Paket {0} müsste geholt werden, und das Netz soll nicht benutzt werden.</translation>
    </message>
    <message>
        <source>The cache was trimmed by {0} MB.</source>
        <translation>Der Cache wurde um {0} MB verkleinert.</translation>
    </message>
    <message>
        <source>The captions {0} cannot be read: {1}.</source>
        <translation>Die Beschreibungen {0} sind nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The card may name the wrong file.</source>
        <translation>Vielleicht nennt die Karte die falsche Datei.</translation>
    </message>
    <message>
        <source>The card of {0} names an unknown vocoder, &apos;{1}&apos;.</source>
        <translation>Die Karte von {0} nennt einen unbekannten Vocoder, „{1}“.</translation>
    </message>
    <message>
        <source>The card or the weights are of another model: pull the bundle again.</source>
        <translation>Die Karte oder die Gewichte gehören zu einem anderen Modell: Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>The card pairs {0} with weights &apos;{1}&apos;, which were trained with QuickGELU and would see worse with the plain GELU of that model.</source>
        <translation>Die Karte verbindet {0} mit den Gewichten „{1}“, die mit QuickGELU trainiert wurden und mit dem einfachen GELU dieses Modells schlechter sähen.</translation>
    </message>
    <message>
        <source>The card {0}</source>
        <translation>Die Karte {0}</translation>
    </message>
    <message>
        <source>The card {0} cannot be read: {1}.</source>
        <translation>Die Karte {0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The card {0} is not TOML: {1}.</source>
        <translation>Die Karte {0} ist kein TOML: {1}.</translation>
    </message>
    <message>
        <source>The card&apos;s {0} for {1} is &apos;{2}&apos;, no number.</source>
        <translation>{0} der Karte für {1} ist „{2}“, keine Zahl.</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s index holds a field of unknown kind {0}.</source>
        <translation>Der Index des Checkpoints enthält ein Feld der unbekannten Art {0}.</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s index is compressed, which this reader does not understand.</source>
        <translation>Der Index des Checkpoints ist komprimiert, und das versteht dieser Leser nicht.</translation>
    </message>
    <message>
        <source>The clicks did not come back from the microphone.</source>
        <translation>Die Klicks kamen nicht aus dem Mikrofon zurück.</translation>
    </message>
    <message>
        <source>The clip  is left out: {0}</source>
        <translation>Ein Clip fällt weg: {0}</translation>
    </message>
    <message>
        <source>The clip {0} is left out: nothing says how long it is.</source>
        <translation>Der Clip {0} fällt weg: Nichts sagt, wie lang er ist.</translation>
    </message>
    <message>
        <source>The clip {0} is left out: {1}</source>
        <translation>Der Clip {0} fällt weg: {1}</translation>
    </message>
    <message>
        <source>The command, as it is called on the machines.</source>
        <translation>Der Befehl, wie er auf den Rechnern heißt.</translation>
    </message>
    <message>
        <source>The conditioning is {0} wide, but this generator takes {1}.</source>
        <translation>Die Konditionierung ist {0} breit, dieser Generator nimmt aber {1}.</translation>
    </message>
    <message>
        <source>The conditioning lives in &apos;{0}&apos;, but the audio encoder in &apos;{1}&apos;.</source>
        <translation>Die Konditionierung gehört zum Raum „{0}“, der Ton-Encoder aber zu „{1}“.</translation>
    </message>
    <message>
        <source>The conditioning lives in &apos;{0}&apos;, but this generator hears &apos;{1}&apos;.</source>
        <translation>Die Konditionierung gehört zum Raum „{0}“, dieser Generator hört aber auf „{1}“.</translation>
    </message>
    <message>
        <source>The conditioning lives in &apos;{0}&apos;, but this generator&apos;s bundle in &apos;{1}&apos;.</source>
        <translation>Die Konditionierung liegt in „{0}“, das Paket dieses Generators aber in „{1}“.</translation>
    </message>
    <message>
        <source>The connection failed: {0}.</source>
        <translation>Die Verbindung kam nicht zustande: {0}.</translation>
    </message>
    <message>
        <source>The copy or recording did not finish; copy it again.</source>
        <translation>Das Kopieren oder Aufnehmen wurde nicht fertig; kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The cue has no volume point at {0}.</source>
        <translation>Der Cue hat bei {0} keinen Lautstärkepunkt.</translation>
    </message>
    <message>
        <source>The cue on {0} of {1} could not be matched: {2}. It is kept on a track of its own.</source>
        <translation>Der Cue auf {0} von {1} ließ sich nicht zuordnen: {2}. Er liegt auf einer eigenen Spur.</translation>
    </message>
    <message>
        <source>The cue strikes at {0} already.</source>
        <translation>Der Cue trifft schon bei {0} auf.</translation>
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
        <source>The cut</source>
        <translation>Der Schnitt</translation>
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
        <source>The cut does not show the shot of this take there.</source>
        <translation>Der Schnitt zeigt die Einstellung dieses Takes dort nicht.</translation>
    </message>
    <message>
        <source>The decoder</source>
        <translation>Der Decoder</translation>
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
        <source>The encoder</source>
        <translation>Der Encoder</translation>
    </message>
    <message>
        <source>The energy curve of the guide has no values.</source>
        <translation>Die Energiekurve der Zeitvorgabe hat keine Werte.</translation>
    </message>
    <message>
        <source>The energy curve of the guide leaves the range of 0 to 1.</source>
        <translation>Die Energiekurve der Zeitvorgabe verlässt den Bereich von 0 bis 1.</translation>
    </message>
    <message>
        <source>The event at {0} has a strength of {1}.</source>
        <translation>Das Ereignis bei {0} hat die Stärke {1}.</translation>
    </message>
    <message>
        <source>The event at {0} lies at {1} of the picture.</source>
        <translation>Das Ereignis bei {0} liegt bei {1} des Bildes.</translation>
    </message>
    <message>
        <source>The events of the guide do not rise at {0}.</source>
        <translation>Die Ereignisse der Zeitvorgabe steigen bei {0} nicht an.</translation>
    </message>
    <message>
        <source>The fades of 1 cue are left out: stems with handles have none.</source>
        <translation>Die Blenden von 1 Cue fallen weg: Stems mit Handles haben keine.</translation>
    </message>
    <message>
        <source>The fades of a cue are longer than the cue.</source>
        <translation>Die Blenden eines Cues sind länger als der Cue.</translation>
    </message>
    <message>
        <source>The fades of {0} cues are left out: stems with handles have none.</source>
        <translation>Die Blenden von {0} Cues fallen weg: Stems mit Handles haben keine.</translation>
    </message>
    <message>
        <source>The file does not say whether its timecode is drop-frame; read as {0} it begins at {1}.</source>
        <translation>Die Datei sagt nicht, ob ihr Timecode Drop-Frame ist; als {0} gelesen beginnt sie bei {1}.</translation>
    </message>
    <message>
        <source>The file holds {0} sequences; &apos;{1}&apos; is read, not {2} and others: choose with --sequence.</source>
        <translation>Die Datei enthält {0} Sequenzen; gelesen wird „{1}“, nicht {2} und andere: Wählen Sie mit --sequence.</translation>
    </message>
    <message>
        <source>The file holds {0} sequences; &apos;{1}&apos; is read, not {2}: choose with --sequence.</source>
        <translation>Die Datei enthält {0} Sequenzen; gelesen wird „{1}“, nicht {2}: Wählen Sie mit --sequence.</translation>
    </message>
    <message>
        <source>The file is damaged or of another model: pull the bundle again.</source>
        <translation>Die Datei ist beschädigt oder gehört zu einem anderen Modell: Holen Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>The file is missing</source>
        <translation>Die Datei fehlt</translation>
    </message>
    <message>
        <source>The file is no longer in the project.</source>
        <translation>Die Datei ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>The file of {0} is not at hand.</source>
        <translation>Die Datei von {0} ist nicht zur Hand.</translation>
    </message>
    <message>
        <source>The file {0} is not at hand: its pictures could not be compared.</source>
        <translation>Die Datei {0} ist nicht zur Hand: Ihre Bilder ließen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>The file&apos;s timecode is left out: {0}</source>
        <translation>Der Timecode der Datei fällt weg: {0}</translation>
    </message>
    <message>
        <source>The files as they were are kept in {0}.</source>
        <translation>Die Dateien, wie sie waren, liegen in {0}.</translation>
    </message>
    <message>
        <source>The files of {0} take are gone; &apos;v2a project verify&apos; names them.</source>
        <translation>Die Dateien von {0} Take sind weg; „v2a project verify“ nennt sie.</translation>
    </message>
    <message>
        <source>The files of {0} takes are gone; &apos;v2a project verify&apos; names them.</source>
        <translation>Die Dateien von {0} Takes sind weg; „v2a project verify“ nennt sie.</translation>
    </message>
    <message>
        <source>The folder {0} of the library &apos;{1}&apos; is away.</source>
        <translation>Der Ordner {0} der Bibliothek „{1}“ ist nicht da.</translation>
    </message>
    <message>
        <source>The format {0} is left out: {1}</source>
        <translation>Das Format {0} fällt weg: {1}</translation>
    </message>
    <message>
        <source>The frame rate &apos;{0}&apos; is not above zero.</source>
        <translation>Die Bildrate „{0}“ liegt nicht über null.</translation>
    </message>
    <message>
        <source>The gain {0} dB is no number.</source>
        <translation>Der Pegel {0} dB ist keine Zahl.</translation>
    </message>
    <message>
        <source>The gain {0} dB of {1} is no number.</source>
        <translation>Der Pegel {0} dB von {1} ist keine Zahl.</translation>
    </message>
    <message>
        <source>The generator of the V2A-Mapper paper: 16 kHz sound from a 185-million-parameter latent diffusion model, steered by CLAP.</source>
        <translation>Der Generator der Arbeit zum V2A-Mapper: Ton mit 16 kHz aus einem latenten Diffusionsmodell mit 185 Millionen Parametern, gesteuert durch CLAP.</translation>
    </message>
    <message>
        <source>The generator&apos;s text tower is not the CLAP model&apos;s: projection weights differ by at most {0}, embeddings of {1} texts have a cosine of at least {2}.</source>
        <translation>Das Textnetz des Generators ist nicht das des CLAP-Modells: Die Gewichte der Projektion weichen höchstens um {0} ab, Vektoren von {1} Texten haben einen Kosinus von mindestens {2}.</translation>
    </message>
    <message>
        <source>The generator&apos;s text tower is the CLAP model&apos;s: projection weights differ by at most {0}, embeddings of {1} texts have a cosine of at least {2}.</source>
        <translation>Das Textnetz des Generators ist das des CLAP-Modells: Die Gewichte der Projektion weichen höchstens um {0} ab, Vektoren von {1} Texten haben einen Kosinus von mindestens {2}.</translation>
    </message>
    <message>
        <source>The guide has an event at {0}, outside of its {1} s.</source>
        <translation>Die Zeitvorgabe hat ein Ereignis bei {0}, außerhalb ihrer {1} s.</translation>
    </message>
    <message>
        <source>The guide has neither an event nor an energy curve.</source>
        <translation>Die Zeitvorgabe hat weder ein Ereignis noch eine Energiekurve.</translation>
    </message>
    <message>
        <source>The guide has {0} events in the second from {1}, and {2} are heard apart.</source>
        <translation>Die Zeitvorgabe hat in der Sekunde ab {1} {0} Ereignisse, und getrennt zu hören sind {2}.</translation>
    </message>
    <message>
        <source>The guide is {0} s long, and the shot {1} s.</source>
        <translation>Die Zeitvorgabe ist {0} s lang und die Einstellung {1} s.</translation>
    </message>
    <message>
        <source>The guide is {0} s long, and {1} {2} s.</source>
        <translation>Die Zeitvorgabe ist {0} s lang, und {1} {2} s.</translation>
    </message>
    <message>
        <source>The guide of {0} has no event at {1}.</source>
        <translation>Die Zeitvorgabe von {0} hat kein Ereignis bei {1}.</translation>
    </message>
    <message>
        <source>The guide {0} cannot be read: {1}.</source>
        <translation>Die Zeitvorgabe {0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The handle is {0} s.</source>
        <translation>Das Handle ist {0} s lang.</translation>
    </message>
    <message>
        <source>The handles are {0} s long.</source>
        <translation>Die Handles sind {0} s lang.</translation>
    </message>
    <message>
        <source>The handles of the take do not reach the hit, and moved by {0} s the cue would lie on another.</source>
        <translation>Die Handles des Takes reichen nicht bis zum Treffer, und um {0} s verschoben läge der Cue auf einem anderen.</translation>
    </message>
    <message>
        <source>The handles of the take do not reach: it was slipped by {0} s, and the cue moved by {1} s, to strike at {2}.</source>
        <translation>Die Handles des Takes reichen nicht: Er wurde um {0} s verschoben, und der Cue um {1} s, um bei {2} aufzutreffen.</translation>
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
        <source>The hub gives the weights only to an account that has accepted this licence there.</source>
        <translation>Der Hub gibt die Gewichte nur einem Konto, das diese Lizenz dort angenommen hat.</translation>
    </message>
    <message>
        <source>The index was damaged; it is set aside as {0}, and a scan builds it anew.</source>
        <translation>Der Index war beschädigt; er liegt als {0} beiseite, und beim Einlesen entsteht er neu.</translation>
    </message>
    <message>
        <source>The index {0} cannot be used: {1}.</source>
        <translation>Der Index {0} lässt sich nicht benutzen: {1}.</translation>
    </message>
    <message>
        <source>The index {0} has version {1}, and this program reads up to {2}.</source>
        <translation>Der Index {0} hat die Version {1}, und dieses Programm liest bis {2}.</translation>
    </message>
    <message>
        <source>The index {0} is damaged.</source>
        <translation>Der Index {0} ist beschädigt.</translation>
    </message>
    <message>
        <source>The index {0} is in use by another program.</source>
        <translation>Der Index {0} wird gerade von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>The key in {0} is of a kind that C2PA does not know.</source>
        <translation>Der Schlüssel in {0} ist von einer Art, die C2PA nicht kennt.</translation>
    </message>
    <message>
        <source>The largest AudioLDM: 16 kHz sound, same CLAP space as audioldm-s, so a mapper fitted for one fits the other.</source>
        <translation>Das größte AudioLDM: Ton mit 16 kHz, derselbe CLAP-Raum wie audioldm-s; ein Mapper für das eine passt auf das andere.</translation>
    </message>
    <message>
        <source>The last line of {0} is incomplete, as after a crash, and was dropped.</source>
        <translation>Die letzte Zeile von {0} ist unvollständig, wie nach einem Absturz, und wurde weggelassen.</translation>
    </message>
    <message>
        <source>The library &apos;{0}&apos; is being scanned by another program.</source>
        <translation>Die Bibliothek „{0}“ wird gerade von einem anderen Programm eingelesen.</translation>
    </message>
    <message>
        <source>The light of {0} flashes all the time: its flashes are no events.</source>
        <translation>Das Licht von {0} blitzt die ganze Zeit: Seine Blitze sind keine Ereignisse.</translation>
    </message>
    <message>
        <source>The link &apos;{0}&apos; is absolute; a project holds paths relative to its folder only.</source>
        <translation>Die Verknüpfung „{0}“ ist absolut; ein Projekt enthält nur Pfade, die von seinem Ordner ausgehen.</translation>
    </message>
    <message>
        <source>The list of captions is empty.</source>
        <translation>Die Liste der Beschreibungen ist leer.</translation>
    </message>
    <message>
        <source>The list {0} cannot be read: {1}.</source>
        <translation>Die Liste {0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The lock of {0} was left behind and has been taken over.</source>
        <translation>Die Sperre von {0} war liegen geblieben und wurde übernommen.</translation>
    </message>
    <message>
        <source>The manifest has layout {0}, not {1}.</source>
        <translation>Das Manifest hat den Aufbau {0}, nicht {1}.</translation>
    </message>
    <message>
        <source>The mapper</source>
        <translation>Der Mapper</translation>
    </message>
    <message>
        <source>The mapper &apos;{0}&apos; is not finished: its training stopped at step {1}.</source>
        <translation>Der Mapper „{0}“ ist nicht fertig: Sein Training hielt bei Schritt {1} an.</translation>
    </message>
    <message>
        <source>The mapper in {0} was made for pictures of the space {1}, and the bundle&apos;s are of {2}.</source>
        <translation>Der Mapper in {0} wurde für Bilder des Raums {1} gemacht, und die des Pakets gehören zu {2}.</translation>
    </message>
    <message>
        <source>The mapper in {0} was made for sounds of the space {1}, and the bundle&apos;s are of {2}.</source>
        <translation>Der Mapper in {0} wurde für Töne des Raums {1} gemacht, und die des Pakets gehören zu {2}.</translation>
    </message>
    <message>
        <source>The mapper takes pictures of the space {0}, and this one is of {1}.</source>
        <translation>Der Mapper nimmt Bilder des Raums {0}, und dieses gehört zu {1}.</translation>
    </message>
    <message>
        <source>The mapper takes pictures of {0} numbers, and this one has {1}.</source>
        <translation>Der Mapper nimmt Bilder aus {0} Zahlen, und dieses hat {1}.</translation>
    </message>
    <message>
        <source>The mapper {0}</source>
        <translation>Der Mapper {0}</translation>
    </message>
    <message>
        <source>The mapper {0} has changed since the recipe was made.</source>
        <translation>Der Mapper {0} hat sich geändert, seit das Rezept entstand.</translation>
    </message>
    <message>
        <source>The mapper {0} was fitted to pictures of the space {1}, and the bundle {2} uses {3}.</source>
        <translation>Der Mapper {0} wurde an Bilder des Raums {1} angepasst, und das Paket {2} benutzt {3}.</translation>
    </message>
    <message>
        <source>The mapper {0} was fitted to sounds of the space {1}, and the bundle {2} uses {3}.</source>
        <translation>Der Mapper {0} wurde an Töne des Raums {1} angepasst, und das Paket {2} benutzt {3}.</translation>
    </message>
    <message>
        <source>The mapper&apos;s file {0} cannot be read ({1}).</source>
        <translation>Die Datei {0} des Mappers ist nicht lesbar ({1}).</translation>
    </message>
    <message>
        <source>The mapper&apos;s file {0} is missing.</source>
        <translation>Die Datei {0} des Mappers fehlt.</translation>
    </message>
    <message>
        <source>The media file of the link &apos;{0}&apos; names a folder.</source>
        <translation>Die Mediendatei der Verknüpfung „{0}“ nennt einen Ordner.</translation>
    </message>
    <message>
        <source>The media of {0} picture clip is unknown: gaps.</source>
        <translation>Das Medium von {0} Bildclip ist unbekannt: Dort sind Lücken.</translation>
    </message>
    <message>
        <source>The media of {0} picture clips are unknown: gaps.</source>
        <translation>Die Medien von {0} Bildclips sind unbekannt: Dort sind Lücken.</translation>
    </message>
    <message>
        <source>The microphone gave no sound.</source>
        <translation>Das Mikrofon gab keinen Ton.</translation>
    </message>
    <message>
        <source>The microphone was taken away.</source>
        <translation>Das Mikrofon wurde entfernt.</translation>
    </message>
    <message>
        <source>The microphone {0} does not answer.</source>
        <translation>Das Mikrofon {0} antwortet nicht.</translation>
    </message>
    <message>
        <source>The middle AudioLDM: 16 kHz sound, steered by a larger CLAP than audioldm-s and -l.</source>
        <translation>Das mittlere AudioLDM: Ton mit 16 kHz, gesteuert durch ein größeres CLAP als audioldm-s und -l.</translation>
    </message>
    <message>
        <source>The mix goes {0} dB beyond full scale and is cut off there; turn tracks down.</source>
        <translation>Die Mischung geht {0} dB über Vollaussteuerung hinaus und wird dort abgeschnitten; machen Sie Spuren leiser.</translation>
    </message>
    <message>
        <source>The model in {0} takes pictures of {1}, which are not square.</source>
        <translation>Das Modell in {0} nimmt Bilder von {1}, und die sind nicht quadratisch.</translation>
    </message>
    <message>
        <source>The name {0}… is too long for this disk.</source>
        <translation>Der Name {0}… ist zu lang für diese Platte.</translation>
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
        <source>The negative prompt does nothing at a guidance of 1: choose more than 1 for it to count.</source>
        <translation>Der Negativ-Prompt bewirkt bei einer Führung von 1 nichts: Wählen Sie mehr als 1, damit er zählt.</translation>
    </message>
    <message>
        <source>The next frame is {0}.</source>
        <translation>Das nächste Bild ist {0}.</translation>
    </message>
    <message>
        <source>The pan {0} of {1} is out of range.</source>
        <translation>Das Panorama {0} von {1} liegt außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>The panel failed at something: {0}.</source>
        <translation>Im Programm ging etwas schief: {0}.</translation>
    </message>
    <message>
        <source>The parts in {0} do not fit each other.</source>
        <translation>Die Teile in {0} passen nicht zueinander.</translation>
    </message>
    <message>
        <source>The parts in {0} do not fit each other: {1} mel bands, a decoder of {2}×, {3} latent channels against {4}.</source>
        <translation>Die Teile in {0} passen nicht zueinander: {1} Mel-Bänder, ein Decoder von {2}×, {3} latente Kanäle gegen {4}.</translation>
    </message>
    <message>
        <source>The path that ends in {0}… is too long for this disk.</source>
        <translation>Der Pfad, der auf {0}… endet, ist zu lang für diese Platte.</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>Das Bild</translation>
    </message>
    <message>
        <source>The picture encoder</source>
        <translation>Der Bild-Encoder</translation>
    </message>
    <message>
        <source>The picture is named in the bundle but not included; hosts ask where it is.</source>
        <translation>Das Bild ist im Bündel genannt, aber nicht enthalten; die Programme fragen, wo es ist.</translation>
    </message>
    <message>
        <source>The picture is on the first track, its own sound turned down: raise the volume of its items.</source>
        <translation>Das Bild liegt auf der ersten Spur, mit heruntergezogenem eigenem Ton: Heben Sie die Lautstärke seiner Items an.</translation>
    </message>
    <message>
        <source>The picture of {0} cannot be read; the film is black there.</source>
        <translation>Das Bild von {0} ist nicht lesbar; der Film ist dort schwarz.</translation>
    </message>
    <message>
        <source>The picture&apos;s own sound is muted: click the speaker of V1 to hear it as well.</source>
        <translation>Der eigene Ton des Bildes ist stumm: Klicken Sie auf den Lautsprecher von V1, um ihn auch zu hören.</translation>
    </message>
    <message>
        <source>The picture&apos;s vector as it is</source>
        <translation>Der Vektor des Bildes, wie er ist</translation>
    </message>
    <message>
        <source>The position {0} lies outside of the way.</source>
        <translation>Der Ort {0} liegt außerhalb der Strecke.</translation>
    </message>
    <message>
        <source>The production sound cannot be at {0} dB.</source>
        <translation>Der Originalton kann nicht bei {0} dB liegen.</translation>
    </message>
    <message>
        <source>The production sound cannot be ducked by {0} dB.</source>
        <translation>Der Originalton kann nicht um {0} dB abgesenkt werden.</translation>
    </message>
    <message>
        <source>The project was closed.</source>
        <translation>Das Projekt wurde geschlossen.</translation>
    </message>
    <message>
        <source>The project was written by an older v2a-plugin (layout {0}) and was brought up to date.</source>
        <translation>Das Projekt stammt von einem älteren v2a-plugin (Aufbau {0}) und wurde auf den heutigen Stand gebracht.</translation>
    </message>
    <message>
        <source>The project {0} does not say its frame rate.</source>
        <translation>Das Projekt {0} nennt seine Bildrate nicht.</translation>
    </message>
    <message>
        <source>The project&apos;s 00:00:00:00 is {0} of the cut.</source>
        <translation>Das 00:00:00:00 des Projekts ist {0} des Schnitts.</translation>
    </message>
    <message>
        <source>The project&apos;s journal {0} cannot be read: {1}.</source>
        <translation>Das Journal {0} des Projekts ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The project; every machine reaches it and its media.</source>
        <translation>Das Projekt; jeder Rechner erreicht es und seine Medien.</translation>
    </message>
    <message>
        <source>The prompt alone decides what sounds.</source>
        <translation>Was klingt, entscheidet allein der Prompt.</translation>
    </message>
    <message>
        <source>The queue could not be saved: {0}</source>
        <translation>Die Warteschlange ließ sich nicht speichern: {0}</translation>
    </message>
    <message>
        <source>The recipe has place {0} in a batch of {1}.</source>
        <translation>Das Rezept hat den Platz {0} in einem Stapel von {1}.</translation>
    </message>
    <message>
        <source>The recipe was made with {0}: the take may differ.</source>
        <translation>Das Rezept entstand mit {0}: Der Take kann abweichen.</translation>
    </message>
    <message>
        <source>The recipe {0} cannot be read: {1}.</source>
        <translation>Das Rezept {0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The recording {0} cannot be read.</source>
        <translation>Die Aufnahme {0} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The recording {0} has changed since it was scanned.</source>
        <translation>Die Aufnahme {0} hat sich geändert, seit sie eingelesen wurde.</translation>
    </message>
    <message>
        <source>The refiner in {0} is for {1} mel bands and a hop of {2}, its card says {3} and {4}.</source>
        <translation>Der Refiner in {0} ist für {1} Mel-Bänder und einen Vorschub von {2}, in seiner Karte stehen {3} und {4}.</translation>
    </message>
    <message>
        <source>The refiner of the vocoder</source>
        <translation>Der Refiner des Vocoders</translation>
    </message>
    <message>
        <source>The region {0} has no take that is not rejected.</source>
        <translation>Die Stelle {0} hat keinen Take, der nicht verworfen ist.</translation>
    </message>
    <message>
        <source>The scheduler lost {0}.</source>
        <translation>Der Scheduler hat {0} verloren.</translation>
    </message>
    <message>
        <source>The scheduler {0} cannot be reached any more: {1}.</source>
        <translation>Der Scheduler {0} ist nicht mehr zu erreichen: {1}.</translation>
    </message>
    <message>
        <source>The scheduler {0} cannot walk {1} steps spaced as the recipe has them.</source>
        <translation>Der Scheduler {0} kann {1} Schritte nicht so gehen, wie sie im Rezept verteilt sind.</translation>
    </message>
    <message>
        <source>The scheduler {0} has no worker.</source>
        <translation>Der Scheduler {0} hat keinen Arbeitsrechner.</translation>
    </message>
    <message>
        <source>The seed {0} is out of range.</source>
        <translation>Der Seed {0} liegt außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>The segment is the whole of {0}.</source>
        <translation>Das Segment ist ganz {0}.</translation>
    </message>
    <message>
        <source>The sequence does not say its frame rate.</source>
        <translation>Die Sequenz nennt ihre Bildrate nicht.</translation>
    </message>
    <message>
        <source>The shot detector transnet needs a package that is not installed.</source>
        <translation>Die Erkennung transnet braucht ein Python-Paket, das nicht installiert ist.</translation>
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
        <source>The shots were edited meanwhile.</source>
        <translation>Die Einstellungen wurden inzwischen geändert.</translation>
    </message>
    <message>
        <source>The sound encoder</source>
        <translation>Der Ton-Encoder</translation>
    </message>
    <message>
        <source>The sound of take {0} cannot change its length.</source>
        <translation>Der Ton des Takes {0} kann seine Länge nicht ändern.</translation>
    </message>
    <message>
        <source>The sound of take {0} in {1} has changed since it was written.</source>
        <translation>Der Ton des Takes {0} in {1} hat sich geändert, seit er geschrieben wurde.</translation>
    </message>
    <message>
        <source>The sound of take {0} is gone: there is no {1}.</source>
        <translation>Der Ton des Takes {0} ist weg: Es gibt kein {1}.</translation>
    </message>
    <message>
        <source>The span {0} to {1} ends before it starts.</source>
        <translation>Die Stelle {0} bis {1} endet vor ihrem Anfang.</translation>
    </message>
    <message>
        <source>The span {0} to {1} has no length.</source>
        <translation>Die Stelle {0} bis {1} hat keine Länge.</translation>
    </message>
    <message>
        <source>The speed of 1 picture clip is not carried: normal speed is written.</source>
        <translation>Die Geschwindigkeit von 1 Bildclip geht verloren: Geschrieben wird die normale.</translation>
    </message>
    <message>
        <source>The speed of {0} picture clips is not carried: normal speed is written.</source>
        <translation>Die Geschwindigkeit von {0} Bildclips geht verloren: Geschrieben wird die normale.</translation>
    </message>
    <message>
        <source>The speed of {0} was changed in the cut.</source>
        <translation>Die Geschwindigkeit von {0} wurde im Schnitt geändert.</translation>
    </message>
    <message>
        <source>The start timecode {0} does not count at the cut&apos;s own rate.</source>
        <translation>Der Anfangs-Timecode {0} zählt nicht in der Bildrate des Schnitts.</translation>
    </message>
    <message>
        <source>The start {0} does not count like the timeline, which begins at {1}.</source>
        <translation>Der Anfang {0} zählt nicht wie die Timeline, die bei {1} beginnt.</translation>
    </message>
    <message>
        <source>The stems are mono, one a channel: Pro Tools reads interleaved stereo in an AAF wrongly.</source>
        <translation>Die Stems sind mono, einer je Kanal: Pro Tools liest verschachteltes Stereo in einem AAF falsch.</translation>
    </message>
    <message>
        <source>The stems arrive as connected clips with the role {0}; View &gt; Timeline Index &gt; Roles.</source>
        <translation>Die Stems kommen als verbundene Clips mit der Rolle {0} an; View &gt; Timeline Index &gt; Roles.</translation>
    </message>
    <message>
        <source>The store is {0}.</source>
        <translation>Der Modellspeicher ist {0}.</translation>
    </message>
    <message>
        <source>The tagger in {0} cannot be read: {1}.</source>
        <translation>Die Erkennung in {0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>The tagger in {0} is for {1} and not for {2}.</source>
        <translation>Die Erkennung in {0} ist für {1} und nicht für {2} gemacht.</translation>
    </message>
    <message>
        <source>The take has layout {0}, not {1}.</source>
        <translation>Der Take hat den Aufbau {0}, nicht {1}.</translation>
    </message>
    <message>
        <source>The take has no sound there.</source>
        <translation>Der Take hat dort keinen Ton.</translation>
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
        <source>The take was rendered on {0} and now is on {1}: it may differ in its last bits.</source>
        <translation>Der Take wurde auf {0} gerendert und entsteht jetzt auf {1}: Er kann in den letzten Bits abweichen.</translation>
    </message>
    <message>
        <source>The take was slipped by {0} s to strike at {1}.</source>
        <translation>Der Take wurde um {0} s verschoben, um bei {1} aufzutreffen.</translation>
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
        <source>The take {0} has nothing above {1} dBFS.</source>
        <translation>Der Take {0} hat nichts über {1} dBFS.</translation>
    </message>
    <message>
        <source>The take {0} in {1} is of a region that {2} does not have.</source>
        <translation>Der Take {0} in {1} gehört zu einer Stelle, die {2} nicht hat.</translation>
    </message>
    <message>
        <source>The take {0} is gone: {1} cannot be read.</source>
        <translation>Der Take {0} ist weg: {1} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The take {0} is on the timeline.</source>
        <translation>Der Take {0} liegt auf der Timeline.</translation>
    </message>
    <message>
        <source>The take {0} was made for another region.</source>
        <translation>Der Take {0} gehört zu einer anderen Stelle.</translation>
    </message>
    <message>
        <source>The takes are ambience: say in the prompt what should sound.</source>
        <translation>Die Takes sind Atmosphäre: Sagen Sie im Prompt, was klingen soll.</translation>
    </message>
    <message>
        <source>The text encoder</source>
        <translation>Der Text-Encoder</translation>
    </message>
    <message>
        <source>The text encoder knows no word of the prompt “{0}”, and there is no picture.</source>
        <translation>Der Text-Encoder kennt kein Wort des Prompts „{0}“, und es gibt kein Bild.</translation>
    </message>
    <message>
        <source>The text tower of {0} is loaded from the hub by name, which is not possible offline.</source>
        <translation>Das Textnetz von {0} wird mit seinem Namen vom Hub geladen, und das geht offline nicht.</translation>
    </message>
    <message>
        <source>The text towers could not be compared: {0}</source>
        <translation>Die Textnetze ließen sich nicht vergleichen: {0}</translation>
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
        <source>The timecode {0} does not exist at {1} frames a second.</source>
        <translation>Den Timecode {0} gibt es bei {1} Bildern je Sekunde nicht.</translation>
    </message>
    <message>
        <source>The timeline in {0} is far too large.</source>
        <translation>Die Timeline in {0} ist viel zu groß.</translation>
    </message>
    <message>
        <source>The tokenizer for {0} knows {1} words, its model fewer.</source>
        <translation>Der Tokenizer für {0} kennt {1} Wörter, sein Modell weniger.</translation>
    </message>
    <message>
        <source>The tokenizer in {0} knows {1} words, its model only {2}.</source>
        <translation>Der Tokenizer in {0} kennt {1} Wörter, sein Modell nur {2}.</translation>
    </message>
    <message>
        <source>The tracks are: none.</source>
        <translation>Es gibt keine Spuren.</translation>
    </message>
    <message>
        <source>The tracks are: {0}.</source>
        <translation>Die Spuren sind: {0}.</translation>
    </message>
    <message>
        <source>The transformer, at denoising step {0} of {1},</source>
        <translation>Der Transformer, bei Entrauschungsschritt {0} von {1},</translation>
    </message>
    <message>
        <source>The video has no sound of its own.</source>
        <translation>Das Video hat keinen eigenen Ton.</translation>
    </message>
    <message>
        <source>The vocoder</source>
        <translation>Der Vocoder</translation>
    </message>
    <message>
        <source>The volume points of a cue are not in order.</source>
        <translation>Die Lautstärkepunkte eines Cues sind nicht in der richtigen Reihenfolge.</translation>
    </message>
    <message>
        <source>The weights in {0} are corrupt: {1}.</source>
        <translation>Die Gewichte in {0} sind beschädigt: {1}.</translation>
    </message>
    <message>
        <source>The window of {0} is {1} s.</source>
        <translation>Das Fenster von {0} ist {1} s lang.</translation>
    </message>
    <message>
        <source>The worker that rendered {0} died.</source>
        <translation>Der Arbeitsrechner, der {0} renderte, ist ausgefallen.</translation>
    </message>
    <message>
        <source>The {0} is too long for the text encoder; left out at its end: “{1}”.</source>
        <translation>Der {0} ist zu lang für den Text-Encoder; an seinem Ende fällt weg: „{1}“.</translation>
    </message>
    <message>
        <source>The {0} tracks are not kept apart.</source>
        <translation>Die {0} Spuren werden nicht getrennt.</translation>
    </message>
    <message>
        <source>The {0} {1} is left out: {2}</source>
        <translation>{0} {1} fällt weg: {2}</translation>
    </message>
    <message>
        <source>The {0} “{1}” is left out: none of it is a word that the text encoder knows.</source>
        <translation>Der {0} „{1}“ fällt weg: Nichts davon ist ein Wort, das der Text-Encoder kennt.</translation>
    </message>
    <message>
        <source>There are no markers to write.</source>
        <translation>Es gibt keine Marker zu schreiben.</translation>
    </message>
    <message>
        <source>There are no shots to edit.</source>
        <translation>Es gibt keine Einstellungen zu bearbeiten.</translation>
    </message>
    <message>
        <source>There is a cut at {0} in {1}: it is no event.</source>
        <translation>Bei {0} in {1} ist ein Schnitt: Er ist kein Ereignis.</translation>
    </message>
    <message>
        <source>There is a library &apos;{0}&apos; already: {1}.</source>
        <translation>Es gibt schon eine Bibliothek „{0}“: {1}.</translation>
    </message>
    <message>
        <source>There is already a cut at {0}, where {1} starts.</source>
        <translation>Bei {0} ist schon ein Schnitt, wo {1} beginnt.</translation>
    </message>
    <message>
        <source>There is neither a picture nor a prompt to make sound from.</source>
        <translation>Es gibt weder ein Bild noch einen Prompt, aus dem Ton entstehen könnte.</translation>
    </message>
    <message>
        <source>There is neither a picture nor a prompt.</source>
        <translation>Es gibt weder ein Bild noch einen Prompt.</translation>
    </message>
    <message>
        <source>There is no Dask scheduler at &apos;{0}&apos;: {1}.</source>
        <translation>Unter „{0}“ gibt es keinen Dask-Scheduler: {1}.</translation>
    </message>
    <message>
        <source>There is no aggregation &apos;{0}&apos;.</source>
        <translation>Es gibt keine Zusammenfassung „{0}“.</translation>
    </message>
    <message>
        <source>There is no bundle &apos;{0}&apos;.</source>
        <translation>Es gibt kein Paket „{0}“.</translation>
    </message>
    <message>
        <source>There is no bundle &apos;{0}&apos;.{1}</source>
        <translation>Es gibt kein Paket „{0}“.{1}</translation>
    </message>
    <message>
        <source>There is no cue {0}.</source>
        <translation>Es gibt keinen Cue {0}.</translation>
    </message>
    <message>
        <source>There is no device &apos;{0}&apos; here.</source>
        <translation>Es gibt hier kein Gerät „{0}“.</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>Es gibt keine Datei {0}.</translation>
    </message>
    <message>
        <source>There is no hit in the cut.</source>
        <translation>Im Schnitt ist kein Treffer.</translation>
    </message>
    <message>
        <source>There is no hit under this cue.</source>
        <translation>Unter diesem Cue ist kein Treffer.</translation>
    </message>
    <message>
        <source>There is no library &apos;{0}&apos;.</source>
        <translation>Es gibt keine Bibliothek „{0}“.</translation>
    </message>
    <message>
        <source>There is no marker {0}.</source>
        <translation>Es gibt keinen Marker {0}.</translation>
    </message>
    <message>
        <source>There is no media for the clip.</source>
        <translation>Es gibt kein Medium für den Clip.</translation>
    </message>
    <message>
        <source>There is no media for {0}.</source>
        <translation>Es gibt kein Medium für {0}.</translation>
    </message>
    <message>
        <source>There is no microphone.</source>
        <translation>Es ist kein Mikrofon da.</translation>
    </message>
    <message>
        <source>There is no picture at {0}.</source>
        <translation>Bei {0} ist kein Bild.</translation>
    </message>
    <message>
        <source>There is no picture there.</source>
        <translation>Dort ist kein Bild.</translation>
    </message>
    <message>
        <source>There is no picture under this cue, so no production sound.</source>
        <translation>Unter diesem Cue ist kein Bild, also auch kein Originalton.</translation>
    </message>
    <message>
        <source>There is no picture where the segment begins.</source>
        <translation>Wo das Segment beginnt, ist kein Bild.</translation>
    </message>
    <message>
        <source>There is no precision &apos;{0}&apos;.</source>
        <translation>Es gibt keine Genauigkeit „{0}“.</translation>
    </message>
    <message>
        <source>There is no production sound under this cue.</source>
        <translation>Unter diesem Cue ist kein Originalton.</translation>
    </message>
    <message>
        <source>There is no take of this region to write.</source>
        <translation>Von dieser Stelle gibt es keinen Take zu schreiben.</translation>
    </message>
    <message>
        <source>There is no take of {0} to write.</source>
        <translation>Von {0} gibt es keinen Take zu schreiben.</translation>
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
        <source>There is no way from the space {0} to {1}.</source>
        <translation>Vom Raum {0} führt kein Weg zu {1}.</translation>
    </message>
    <message>
        <source>There is no {0} called &apos;{1}&apos;.</source>
        <translation>Es gibt nichts namens „{1}“ der Art {0}.</translation>
    </message>
    <message>
        <source>There is no {0}.</source>
        <translation>{0} gibt es nicht.</translation>
    </message>
    <message>
        <source>There is none.</source>
        <translation>Es gibt keine.</translation>
    </message>
    <message>
        <source>There is not enough memory for this request, even one window at a time.</source>
        <translation>Für diesen Auftrag reicht der Speicher nicht, auch nicht für ein Fenster nach dem anderen.</translation>
    </message>
    <message>
        <source>There is nothing to do to the take.</source>
        <translation>Am Take gibt es nichts zu tun.</translation>
    </message>
    <message>
        <source>There is nothing to open in {0}.</source>
        <translation>In {0} gibt es nichts zu öffnen.</translation>
    </message>
    <message>
        <source>There is only silence in {0}.</source>
        <translation>In {0} ist nur Stille.</translation>
    </message>
    <message>
        <source>There is {0}.</source>
        <translation>Es gibt {0}.</translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation>Der Speicher hat nicht gereicht.</translation>
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
        <source>This cue is silent; no gain brings its peak to a target.</source>
        <translation>Dieser Cue ist still; kein Pegel bringt seine Spitze auf einen Zielwert.</translation>
    </message>
    <message>
        <source>This cue is silent; no gain makes it as loud as the production sound.</source>
        <translation>Dieser Cue ist still; kein Pegel macht ihn so laut wie den Originalton.</translation>
    </message>
    <message>
        <source>This generator cannot start from a sound.</source>
        <translation>Dieser Generator kann nicht von einem Klang ausgehen.</translation>
    </message>
    <message>
        <source>This generator has one scheduler.</source>
        <translation>Dieser Generator hat nur einen Scheduler.</translation>
    </message>
    <message>
        <source>This is a fault of v2a-plugin; please report it.</source>
        <translation>Das ist ein Fehler von v2a-plugin; bitte melden Sie ihn.</translation>
    </message>
    <message>
        <source>This laion_clap has no {0}.</source>
        <translation>Diesem laion_clap fehlt {0}.</translation>
    </message>
    <message>
        <source>To add the foley to a session of yours: Insert &gt; Project instead.</source>
        <translation>Um das Foley in eine eigene Session zu übernehmen, stattdessen: Insert &gt; Project.</translation>
    </message>
    <message>
        <source>To take only the sound into a project of yours: select the audio tracks, copy, and paste there.</source>
        <translation>Um nur den Ton in ein eigenes Projekt zu übernehmen: Wählen Sie die Tonspuren aus, kopieren Sie sie, und fügen Sie sie dort ein.</translation>
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
        <source>Train or pull it again.</source>
        <translation>Trainieren Sie ihn, oder holen Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>Transcode it to H.264 or ProRes.</source>
        <translation>Wandeln Sie sie in H.264 oder ProRes um.</translation>
    </message>
    <message>
        <source>Transcode it to H.264.</source>
        <translation>Wandeln Sie sie in H.264 um.</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Trimmen</translation>
    </message>
    <message>
        <source>Trim at a lower level.</source>
        <translation>Schneiden Sie bei einem niedrigeren Pegel ab.</translation>
    </message>
    <message>
        <source>Trim it to inside that.</source>
        <translation>Trimmen Sie innerhalb davon.</translation>
    </message>
    <message>
        <source>Trim it to the take.</source>
        <translation>Kürzen Sie ihn auf den Take.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Try again; if it stays, report it with what &apos;v2a doctor&apos; prints.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es dabei, melden Sie es mit dem, was „v2a doctor“ ausgibt.</translation>
    </message>
    <message>
        <source>Turn up the loudspeaker, or connect the output to the input.</source>
        <translation>Drehen Sie den Lautsprecher auf, oder verbinden Sie den Ausgang mit dem Eingang.</translation>
    </message>
    <message>
        <source>Two cues overlap on {0} at {1}.</source>
        <translation>Auf {0} überschneiden sich bei {1} zwei Cues.</translation>
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
        <source>Undo the edits after it first.</source>
        <translation>Nehmen Sie zuerst die Änderungen danach zurück.</translation>
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
        <source>Unmute what is to be delivered.</source>
        <translation>Schalten Sie hörbar, was ausgegeben werden soll.</translation>
    </message>
    <message>
        <source>Unreject</source>
        <translation>Nicht mehr verwerfen</translation>
    </message>
    <message>
        <source>Unset it and try again.</source>
        <translation>Heben Sie das auf, und versuchen Sie es noch einmal.</translation>
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
        <source>Update v2a, or remove the library and add it again.</source>
        <translation>Aktualisieren Sie v2a, oder entfernen Sie die Bibliothek, und fügen Sie sie wieder hinzu.</translation>
    </message>
    <message>
        <source>Update v2a-plugin.</source>
        <translation>Aktualisieren Sie v2a-plugin.</translation>
    </message>
    <message>
        <source>Update v2a.</source>
        <translation>Aktualisieren Sie v2a.</translation>
    </message>
    <message>
        <source>Use --precision fp32 or bf16.</source>
        <translation>Nehmen Sie --precision fp32 oder bf16.</translation>
    </message>
    <message>
        <source>Use 10 to 200 steps.</source>
        <translation>Nehmen Sie 10 bis 200 Schritte.</translation>
    </message>
    <message>
        <source>Use P-256, Ed25519, or RSA of 2048 bits.</source>
        <translation>Nehmen Sie P-256, Ed25519 oder RSA mit 2048 Bit.</translation>
    </message>
    <message>
        <source>Use a mapper that was trained for this bundle.</source>
        <translation>Nehmen Sie einen Mapper, der für dieses Paket trainiert wurde.</translation>
    </message>
    <message>
        <source>Use another bundle, or leave the recording out.</source>
        <translation>Nehmen Sie ein anderes Paket, oder lassen Sie die Aufnahme weg.</translation>
    </message>
    <message>
        <source>Use another captioner.</source>
        <translation>Nehmen Sie einen anderen Bildbeschreiber.</translation>
    </message>
    <message>
        <source>Use another copy of it.</source>
        <translation>Nehmen Sie eine andere Kopie davon.</translation>
    </message>
    <message>
        <source>Use another track, or trim one of them.</source>
        <translation>Nehmen Sie eine andere Spur, oder trimmen Sie einen.</translation>
    </message>
    <message>
        <source>Use another track.</source>
        <translation>Nehmen Sie eine andere Spur.</translation>
    </message>
    <message>
        <source>Use auto, fp32, bf16 or fp16.</source>
        <translation>Nehmen Sie auto, fp32, bf16 oder fp16.</translation>
    </message>
    <message>
        <source>Use dpm++.</source>
        <translation>Nehmen Sie dpm++.</translation>
    </message>
    <message>
        <source>Use it as it was written.</source>
        <translation>Nehmen Sie es, wie es geschrieben wurde.</translation>
    </message>
    <message>
        <source>Use one of {0}, or give the folder of a mapper that was trained for it.</source>
        <translation>Nehmen Sie einen von {0}, oder geben Sie den Ordner eines Mappers an, der dafür trainiert wurde.</translation>
    </message>
    <message>
        <source>Use one of: auto, {0}.</source>
        <translation>Nehmen Sie eines von: auto, {0}.</translation>
    </message>
    <message>
        <source>Use one of: {0}.</source>
        <translation>Nehmen Sie eines von: {0}.</translation>
    </message>
    <message>
        <source>Use the checkpoint that LAION published.</source>
        <translation>Nehmen Sie den Checkpoint, den LAION veröffentlicht hat.</translation>
    </message>
    <message>
        <source>Use the checkpoint that LAION published; do not trust this file.</source>
        <translation>Nehmen Sie den Checkpoint, den LAION veröffentlicht hat; trauen Sie dieser Datei nicht.</translation>
    </message>
    <message>
        <source>Use the file as it was written.</source>
        <translation>Nehmen Sie die Datei, wie sie geschrieben wurde.</translation>
    </message>
    <message>
        <source>Use the files of one bundle.</source>
        <translation>Verwenden Sie die Dateien eines Modells.</translation>
    </message>
    <message>
        <source>Use the line as it was written.</source>
        <translation>Nehmen Sie die Zeile, wie sie geschrieben wurde.</translation>
    </message>
    <message>
        <source>Use the mapper and the encoders of the generator&apos;s own bundle.</source>
        <translation>Nehmen Sie den Mapper und die Encoder aus dem eigenen Paket des Generators.</translation>
    </message>
    <message>
        <source>Use the parts of one bundle.</source>
        <translation>Nehmen Sie die Teile eines einzigen Pakets.</translation>
    </message>
    <message>
        <source>View &gt; Guides lists markers and hits.</source>
        <translation>View &gt; Guides führt Marker und Treffer auf.</translation>
    </message>
    <message>
        <source>View &gt; Markers lists markers and hits.</source>
        <translation>View &gt; Markers führt Marker und Treffer auf.</translation>
    </message>
    <message>
        <source>View &gt; Region/Marker Manager lists markers and hits.</source>
        <translation>View &gt; Region/Marker Manager führt Marker und Treffer auf.</translation>
    </message>
    <message>
        <source>Volume point</source>
        <translation>Lautstärkepunkt</translation>
    </message>
    <message>
        <source>WAV, 48 kHz 24 bit, one file a take</source>
        <translation>WAV, 48 kHz 24 Bit, eine Datei je Take</translation>
    </message>
    <message>
        <source>Wait until it ends, or give another folder.</source>
        <translation>Warten Sie, bis es fertig ist, oder geben Sie einen anderen Ordner an.</translation>
    </message>
    <message>
        <source>Wait until it is finished.</source>
        <translation>Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Wait until its scan is finished, and try again.</source>
        <translation>Warten Sie, bis es mit dem Einlesen fertig ist, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Watched folder, for every editor</source>
        <translation>Überwachter Ordner, für jedes Schnittprogramm</translation>
    </message>
    <message>
        <source>What was done is kept; please report it.</source>
        <translation>Was getan war, bleibt erhalten; bitte melden Sie den Fehler.</translation>
    </message>
    <message>
        <source>When the recipe was made, {0} took no part: the take may differ.</source>
        <translation>Als das Rezept entstand, war {0} nicht beteiligt: Der Take kann abweichen.</translation>
    </message>
    <message>
        <source>Where chunks put their takes until they are merged.</source>
        <translation>Wohin Teilaufgaben ihre Takes legen, bis sie zusammengeführt werden.</translation>
    </message>
    <message>
        <source>Where the host asks for the picture, choose the file you cut from.</source>
        <translation>Fragt das Programm nach dem Bild, wählen Sie die Datei, aus der Sie geschnitten haben.</translation>
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
        <source>Whoever shares the weights, or a product that contains them, must pass this licence on and show “Powered by Stability AI”.</source>
        <translation>Wer die Gewichte oder ein Produkt mit ihnen weitergibt, muss diese Lizenz mitgeben und „Powered by Stability AI“ zeigen.</translation>
    </message>
    <message>
        <source>Write &apos;;&apos; before the frames of drop-frame timecode, and &apos;:&apos; otherwise.</source>
        <translation>Schreiben Sie bei Drop-Frame-Timecode „;“ vor die Bilder, sonst „:“.</translation>
    </message>
    <message>
        <source>Write 25, 24000/1001 or 29.97.</source>
        <translation>Schreiben Sie 25, 24000/1001 oder 29.97.</translation>
    </message>
    <message>
        <source>Write HTSAT-tiny or HTSAT-base on the card.</source>
        <translation>Schreiben Sie HTSAT-tiny oder HTSAT-base auf die Karte.</translation>
    </message>
    <message>
        <source>Write a heading &apos;{0}&apos;, then a line an event, such as 1.25,0.8.</source>
        <translation>Schreiben Sie eine Kopfzeile „{0}“, dann je Ereignis eine Zeile, etwa 1.25,0.8.</translation>
    </message>
    <message>
        <source>Write a timecode 00:00:12:12, seconds 12.5 or frames 300f.</source>
        <translation>Schreiben Sie einen Timecode 00:00:12:12, Sekunden 12.5 oder Bilder 300f.</translation>
    </message>
    <message>
        <source>Write hifigan, griffin-lim or refined-griffin-lim.</source>
        <translation>Schreiben Sie hifigan, griffin-lim oder refined-griffin-lim.</translation>
    </message>
    <message>
        <source>Write it as -3.5.</source>
        <translation>Schreiben Sie sie wie -3.5.</translation>
    </message>
    <message>
        <source>Write it as 01:00:00:00.</source>
        <translation>Schreiben Sie ihn wie 01:00:00:00.</translation>
    </message>
    <message>
        <source>Write it as 3.</source>
        <translation>Schreiben Sie sie wie 3.</translation>
    </message>
    <message>
        <source>Write it with &apos;:&apos; before the frames.</source>
        <translation>Schreiben Sie ihn mit „:“ vor den Bildern.</translation>
    </message>
    <message>
        <source>Write on or off.</source>
        <translation>Schreiben Sie on oder off.</translation>
    </message>
    <message>
        <source>Write one of them.</source>
        <translation>Schreiben Sie eines davon.</translation>
    </message>
    <message>
        <source>Write the delivery again.</source>
        <translation>Schreiben Sie die Ausgabe noch einmal.</translation>
    </message>
    <message>
        <source>Write where it begins and ends: 12.5..13.</source>
        <translation>Schreiben Sie, wo er beginnt und endet: 12.5..13.</translation>
    </message>
    <message>
        <source>Write {0}-quickgelu on the card.</source>
        <translation>Schreiben Sie {0}-quickgelu auf die Karte.</translation>
    </message>
    <message>
        <source>Write: {0}.</source>
        <translation>Schreiben Sie: {0}.</translation>
    </message>
    <message>
        <source>YAMNet with a projection and a text tower</source>
        <translation>YAMNet mit einer Projektion und einem Textnetz</translation>
    </message>
    <message>
        <source>a cue of track {0} is already there</source>
        <translation>Ein Cue der Spur {0} ist schon da</translation>
    </message>
    <message>
        <source>a fade of cue {0}</source>
        <translation>einer Blende des Cues {0}</translation>
    </message>
    <message>
        <source>a number in it is none.</source>
        <translation>Eine Zahl darin ist keine.</translation>
    </message>
    <message>
        <source>a part of it is missing.</source>
        <translation>Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>a photo of {0}</source>
        <translation>ein Foto von {0}</translation>
    </message>
    <message>
        <source>a terminal, to render the mix</source>
        <translation>ein Terminal, um die Mischung zu rendern</translation>
    </message>
    <message>
        <source>a volume point of cue {0}</source>
        <translation>ein Lautstärkepunkt des Cues {0}</translation>
    </message>
    <message>
        <source>already here</source>
        <translation>schon da</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>ein anderer Prozess</translation>
    </message>
    <message>
        <source>another process is writing to it</source>
        <translation>Ein anderer Prozess schreibt gerade hinein</translation>
    </message>
    <message>
        <source>any player</source>
        <translation>jedem Abspielprogramm</translation>
    </message>
    <message>
        <source>audio encoder</source>
        <translation>Ton-Encoder</translation>
    </message>
    <message>
        <source>bed is {0}.</source>
        <translation>Der Anteil des Klangbetts ist {0}.</translation>
    </message>
    <message>
        <source>broken pipe</source>
        <translation>Verbindung abgebrochen</translation>
    </message>
    <message>
        <source>can&apos;t allocate memory</source>
        <translation>Speicher lässt sich nicht belegen</translation>
    </message>
    <message>
        <source>candidates is {0}.</source>
        <translation>Die Zahl der Kandidaten ist {0}.</translation>
    </message>
    <message>
        <source>cannot allocate memory</source>
        <translation>Speicher lässt sich nicht belegen</translation>
    </message>
    <message>
        <source>captioner</source>
        <translation>Bildbeschreiber</translation>
    </message>
    <message>
        <source>change {0}</source>
        <translation>Änderung {0}</translation>
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
        <source>connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>connection reset by peer</source>
        <translation>Verbindung von der Gegenseite getrennt</translation>
    </message>
    <message>
        <source>connection timed out</source>
        <translation>Zeit für die Verbindung abgelaufen</translation>
    </message>
    <message>
        <source>converting</source>
        <translation>Umwandeln</translation>
    </message>
    <message>
        <source>cue sheet.pdf</source>
        <translation>cue sheet.pdf</translation>
    </message>
    <message>
        <source>cue {0} on {1} is not as it was</source>
        <translation>Der Cue {0} auf {1} ist nicht mehr, wie er war</translation>
    </message>
    <message>
        <source>cut exporter</source>
        <translation>Schnittausgabe</translation>
    </message>
    <message>
        <source>cut reader</source>
        <translation>Schnittleser</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>dekodieren</translation>
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
        <source>exporter</source>
        <translation>Ausgabeformat</translation>
    </message>
    <message>
        <source>fade in</source>
        <translation>Einblenden</translation>
    </message>
    <message>
        <source>fade out</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>file exists</source>
        <translation>Datei gibt es schon</translation>
    </message>
    <message>
        <source>file name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>file too large</source>
        <translation>Datei zu groß</translation>
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
        <source>finding recordings</source>
        <translation>Aufnahmen werden gesucht</translation>
    </message>
    <message>
        <source>finding shots</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>finding transients</source>
        <translation>Anschläge werden gesucht</translation>
    </message>
    <message>
        <source>frame vectors</source>
        <translation>Bildvektoren</translation>
    </message>
    <message>
        <source>frames is {0}.</source>
        <translation>Die Zahl der Bilder ist {0}.</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>generate {0}</source>
        <translation>{0}: Takes erzeugen</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>get {0}</source>
        <translation>{0} holen</translation>
    </message>
    <message>
        <source>guidance is {0}.</source>
        <translation>Die Führung ist {0}.</translation>
    </message>
    <message>
        <source>has number {0} after {1}</source>
        <translation>hat die Nummer {0} nach {1}</translation>
    </message>
    <message>
        <source>heard as</source>
        <translation>gehört als</translation>
    </message>
    <message>
        <source>heard as nothing sure</source>
        <translation>als nichts Sicheres gehört</translation>
    </message>
    <message>
        <source>hookimpl definition:</source>
        <translation>hookimpl definition:</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>hosts that read .otioz</source>
        <translation>Programme, die .otioz lesen</translation>
    </message>
    <message>
        <source>hosts that read edit decision lists</source>
        <translation>Programme, die EDL lesen</translation>
    </message>
    <message>
        <source>import</source>
        <translation>beim Import</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>invalid argument</source>
        <translation>ungültiges Argument</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>is incomplete</source>
        <translation>ist unvollständig</translation>
    </message>
    <message>
        <source>is no line of a journal</source>
        <translation>ist keine Zeile eines Journals</translation>
    </message>
    <message>
        <source>is not the beginning</source>
        <translation>ist nicht der Anfang</translation>
    </message>
    <message>
        <source>is of the unknown kind &apos;{0}&apos;</source>
        <translation>ist von der unbekannten Art „{0}“</translation>
    </message>
    <message>
        <source>it begins at frame {0} and ends at frame {1}.</source>
        <translation>Sie beginnt bei Bild {0} und endet bei Bild {1}.</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>it finds in {0}, and here is {1}</source>
        <translation>er sucht in {0}, und hier ist {1}</translation>
    </message>
    <message>
        <source>it has {0} {1}, and here is {2}</source>
        <translation>er hat {0} {1}, und hier ist {2}</translation>
    </message>
    <message>
        <source>it is closed</source>
        <translation>Es ist geschlossen</translation>
    </message>
    <message>
        <source>it is not as the format has it.</source>
        <translation>Es ist nicht, wie das Format es vorsieht.</translation>
    </message>
    <message>
        <source>it lies deeper in others than any editor puts it.</source>
        <translation>Es liegt tiefer in anderen, als ein Schnittprogramm es legt.</translation>
    </message>
    <message>
        <source>it needs Python {0}, and this is {1}.</source>
        <translation>Es braucht Python {0}, und dies ist {1}.</translation>
    </message>
    <message>
        <source>it needs {0}, and this is {1} {2}.</source>
        <translation>Es braucht {0}, und dies ist {1} {2}.</translation>
    </message>
    <message>
        <source>it needs {0}, which is not installed.</source>
        <translation>Es braucht {0}, und das ist nicht installiert.</translation>
    </message>
    <message>
        <source>it tried to end the program with {0}.</source>
        <translation>Es wollte das Programm mit {0} beenden.</translation>
    </message>
    <message>
        <source>it was opened for reading only</source>
        <translation>Es wurde nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>its bundle {0} has the lock {1}, and here is {2}</source>
        <translation>sein Paket {0} hat den Lock {1}, und hier ist {2}</translation>
    </message>
    <message>
        <source>its folder may not be written ({0})</source>
        <translation>In seinen Ordner darf nicht geschrieben werden ({0})</translation>
    </message>
    <message>
        <source>its frame rate is 0.</source>
        <translation>Ihre Bildrate ist 0.</translation>
    </message>
    <message>
        <source>its media are missing</source>
        <translation>Seine Medien fehlen</translation>
    </message>
    <message>
        <source>its name, rate or start is another</source>
        <translation>Name, Rate oder Anfang sind andere</translation>
    </message>
    <message>
        <source>laion_clap has no audio tower &apos;{0}&apos;.</source>
        <translation>laion_clap kennt kein Tonnetz „{0}“.</translation>
    </message>
    <message>
        <source>laion_clap needs the package {0}, which is not installed.</source>
        <translation>laion_clap braucht das Python-Paket {0}, und das ist nicht installiert.</translation>
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
        <source>local:{0} is no number of processes.</source>
        <translation>local:{0} ist keine Zahl von Prozessen.</translation>
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
        <source>loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>main bin</source>
        <translation>main bin</translation>
    </message>
    <message>
        <source>making a proxy</source>
        <translation>Proxy schreiben</translation>
    </message>
    <message>
        <source>mapper</source>
        <translation>Mapper</translation>
    </message>
    <message>
        <source>mapper guidance is {0}.</source>
        <translation>Die Führung des Mappers ist {0}.</translation>
    </message>
    <message>
        <source>mapper steps is {0}.</source>
        <translation>Die Zahl der Schritte des Mappers ist {0}.</translation>
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
        <source>merging takes</source>
        <translation>Takes werden zusammengeführt</translation>
    </message>
    <message>
        <source>mismatched tag: line {0}, column {1}</source>
        <translation>Tags passen nicht zusammen, Zeile {0}, Spalte {1}</translation>
    </message>
    <message>
        <source>module {0} has no attribute {1}</source>
        <translation>module {0} has no attribute {1}</translation>
    </message>
    <message>
        <source>negative prompt</source>
        <translation>Negativ-Prompt</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>Netz nicht erreichbar</translation>
    </message>
    <message>
        <source>no element found: line {0}, column {1}</source>
        <translation>kein Element gefunden, Zeile {0}, Spalte {1}</translation>
    </message>
    <message>
        <source>no library</source>
        <translation>keine Bibliothek</translation>
    </message>
    <message>
        <source>no licence said</source>
        <translation>keine Lizenz angegeben</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>kein Ton</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>kein Platz mehr auf dem Gerät</translation>
    </message>
    <message>
        <source>no such device</source>
        <translation>kein solches Gerät</translation>
    </message>
    <message>
        <source>no such device or address</source>
        <translation>kein solches Gerät und keine solche Adresse</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>keine solche Datei</translation>
    </message>
    <message>
        <source>no such table</source>
        <translation>no such table</translation>
    </message>
    <message>
        <source>no usable take</source>
        <translation>kein brauchbarer Take</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>kein Ordner</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>not enough memory</translation>
    </message>
    <message>
        <source>not well-formed (invalid token): line {0}, column {1}</source>
        <translation>nicht wohlgeformt, Zeile {0}, Spalte {1}</translation>
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
        <source>process {0} on {1}</source>
        <translation>Prozess {0} auf {1}</translation>
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
        <source>read as video</source>
        <translation>als Video lesen</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>das Dateisystem ist schreibgeschützt</translation>
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
        <source>reading the recording</source>
        <translation>Aufnahme wird gelesen</translation>
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
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>register</source>
        <translation>beim Anmelden</translation>
    </message>
    <message>
        <source>rendering on {0} workers</source>
        <translation>auf {0} Arbeitsrechnern wird gerendert</translation>
    </message>
    <message>
        <source>run</source>
        <translation>im Betrieb</translation>
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
        <source>signing</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>strength is {0}.</source>
        <translation>Die Stärke ist {0}.</translation>
    </message>
    <message>
        <source>take found</source>
        <translation>Take gefunden</translation>
    </message>
    <message>
        <source>take {0} of {1}: {2}</source>
        <translation>Take {0} von {1}: {2}</translation>
    </message>
    <message>
        <source>the connection was closed</source>
        <translation>die Verbindung wurde geschlossen</translation>
    </message>
    <message>
        <source>the line</source>
        <translation>die Zeile</translation>
    </message>
    <message>
        <source>the negative vector</source>
        <translation>der negative Vektor</translation>
    </message>
    <message>
        <source>the new cut shows nothing of its picture</source>
        <translation>Der neue Schnitt zeigt nichts von seinem Bild</translation>
    </message>
    <message>
        <source>the picture is not included</source>
        <translation>das Bild ist nicht enthalten</translation>
    </message>
    <message>
        <source>the pooled vector</source>
        <translation>der gemittelte Vektor</translation>
    </message>
    <message>
        <source>the positive vector</source>
        <translation>der positive Vektor</translation>
    </message>
    <message>
        <source>the sequence it shows cannot be followed.</source>
        <translation>Der Sequenz, die er zeigt, lässt sich nicht folgen.</translation>
    </message>
    <message>
        <source>the sequence it shows is not in the file.</source>
        <translation>Die Sequenz, die er zeigt, ist nicht in der Datei.</translation>
    </message>
    <message>
        <source>the shot already has a cue there</source>
        <translation>die Einstellung hat dort schon einen Cue</translation>
    </message>
    <message>
        <source>the system refused</source>
        <translation>vom System abgelehnt</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>der Text</translation>
    </message>
    <message>
        <source>the track already has a cue there</source>
        <translation>die Spur hat dort schon einen Cue</translation>
    </message>
    <message>
        <source>there is already a cue {0}</source>
        <translation>Es gibt schon einen Cue {0}</translation>
    </message>
    <message>
        <source>there is already a take {0}</source>
        <translation>Es gibt schon einen Take {0}</translation>
    </message>
    <message>
        <source>there is already a {0} called &apos;{1}&apos;, from {2}.</source>
        <translation>Es gibt schon etwas namens „{1}“ der Art {0}, von {2}.</translation>
    </message>
    <message>
        <source>there is no place {0} for {1}</source>
        <translation>Es gibt keinen Platz {0} für {1}</translation>
    </message>
    <message>
        <source>there is no track {0}</source>
        <translation>Es gibt keine Spur {0}</translation>
    </message>
    <message>
        <source>too many levels of symbolic links</source>
        <translation>zu viele Verknüpfungen hintereinander</translation>
    </message>
    <message>
        <source>too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>too many open files in system</source>
        <translation>zu viele offene Dateien im System</translation>
    </message>
    <message>
        <source>too short or quiet for LUFS</source>
        <translation>zu kurz oder zu leise für LUFS</translation>
    </message>
    <message>
        <source>track {0} is not as it was</source>
        <translation>Die Spur {0} ist nicht, wie sie war</translation>
    </message>
    <message>
        <source>track {0} is not at place {1}, or there is no place {2}</source>
        <translation>Die Spur {0} ist nicht an Platz {1}, oder es gibt keinen Platz {2}</translation>
    </message>
    <message>
        <source>track {0} or a cue on it is there twice</source>
        <translation>Die Spur {0} oder ein Cue darauf ist zweimal da</translation>
    </message>
    <message>
        <source>trim</source>
        <translation>Beschnitt</translation>
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
        <source>unclosed token: line {0}, column {1}</source>
        <translation>nicht abgeschlossen, Zeile {0}, Spalte {1}</translation>
    </message>
    <message>
        <source>undefined entity: line {0}, column {1}</source>
        <translation>unbekannte Entity, Zeile {0}, Spalte {1}</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
    <message>
        <source>used</source>
        <translation>benutzen</translation>
    </message>
    <message>
        <source>verify {0}</source>
        <translation>{0} prüfen</translation>
    </message>
    <message>
        <source>visual encoder</source>
        <translation>Bild-Encoder</translation>
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
        <source>waiting for a worker</source>
        <translation>es wird auf einen Arbeitsrechner gewartet</translation>
    </message>
    <message>
        <source>waiting for others</source>
        <translation>Warten auf andere</translation>
    </message>
    <message>
        <source>waiting for the scheduler</source>
        <translation>es wird auf den Scheduler gewartet</translation>
    </message>
    <message>
        <source>was changed since it was written</source>
        <translation>wurde geändert, seit sie geschrieben wurde</translation>
    </message>
    <message>
        <source>what it shows is not in the file.</source>
        <translation>Was er zeigt, ist nicht in der Datei.</translation>
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
        <source>writing the AAF</source>
        <translation>AAF wird geschrieben</translation>
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
        <source>written</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>written as a proxy</source>
        <translation>als Proxy schreiben</translation>
    </message>
    <message>
        <source>written as video</source>
        <translation>als Video schreiben</translation>
    </message>
    <message>
        <source>{0} Every change is in the journal.</source>
        <translation>{0} Jede Änderung steht im Journal.</translation>
    </message>
    <message>
        <source>{0} It is left out.</source>
        <translation>{0} Sie fällt weg.</translation>
    </message>
    <message>
        <source>{0} Its pictures could not be compared.</source>
        <translation>{0} Die Bilder ließen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>{0} The timeline was made again from the journal.</source>
        <translation>{0} Die Timeline wurde aus dem Journal wiederhergestellt.</translation>
    </message>
    <message>
        <source>{0} Trying again.</source>
        <translation>{0} Neuer Versuch.</translation>
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
        <source>{0} and {1} s on lie outside {2}.</source>
        <translation>{0} und {1} s weiter liegen außerhalb von {2}.</translation>
    </message>
    <message>
        <source>{0} answered {1} when asked for {2}.</source>
        <translation>{0} antwortete mit {1}, als nach {2} gefragt wurde.</translation>
    </message>
    <message>
        <source>{0} at {1} holds none of the weights the card of {2} asks for.</source>
        <translation>{0} hat bei {1} keine der Gewichte, die die Karte von {2} verlangt.</translation>
    </message>
    <message>
        <source>{0} auditions are read as their picks.</source>
        <translation>{0} Auditions werden als ihre Auswahl gelesen.</translation>
    </message>
    <message>
        <source>{0} breaks off at {1}; what comes before is used.</source>
        <translation>{0} bricht bei {1} ab; was davor kommt, wird benutzt.</translation>
    </message>
    <message>
        <source>{0} cannot be done: {1}</source>
        <translation>{0} geht nicht: {1}</translation>
    </message>
    <message>
        <source>{0} cannot be loaded as a CLAP model: {1}.</source>
        <translation>{0} lässt sich nicht als CLAP-Modell laden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be loaded as a CLAP text tower: {1}.</source>
        <translation>{0} lässt sich nicht als Textnetz von CLAP laden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be loaded as a YAMNet encoder: {1}.</source>
        <translation>{0} lässt sich nicht als YAMNet-Encoder laden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be loaded as an open_clip model: {1}.</source>
        <translation>{0} lässt sich nicht als Modell von open_clip laden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be loaded: {1}.</source>
        <translation>{0} lässt sich nicht laden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be pulled: HF_HUB_OFFLINE forbids it.</source>
        <translation>{0} lässt sich nicht holen: HF_HUB_OFFLINE verbietet es.</translation>
    </message>
    <message>
        <source>{0} cannot be reached as the environment says: {1}.</source>
        <translation>{0} ist so, wie die Umgebung es vorgibt, nicht erreichbar: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be reached for {1}: {2}.</source>
        <translation>{0} ist für {1} nicht erreichbar: {2}.</translation>
    </message>
    <message>
        <source>{0} cannot be read as {1}: a part of it is not as it should be.</source>
        <translation>{0} ist nicht als {1} lesbar: Ein Teil darin ist nicht, wie er sein soll.</translation>
    </message>
    <message>
        <source>{0} cannot be read.</source>
        <translation>{0} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be signed: {1}.</source>
        <translation>{0} lässt sich nicht signieren: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be {1}</source>
        <translation>{0} kann nicht {1} sein</translation>
    </message>
    <message>
        <source>{0} cannot be {1}: its contents are not valid media.</source>
        <translation>{0} lässt sich nicht {1}: Der Inhalt ist kein gültiges Medium.</translation>
    </message>
    <message>
        <source>{0} cannot be {1}: {2}.</source>
        <translation>{0} lässt sich nicht {1}: {2}.</translation>
    </message>
    <message>
        <source>{0} cannot become {1}.</source>
        <translation>{0} kann nicht zu {1} werden.</translation>
    </message>
    <message>
        <source>{0} cannot bridge: {1}.</source>
        <translation>{0} kann keine Brücke bilden: {1}.</translation>
    </message>
    <message>
        <source>{0} carries labels that are not text.</source>
        <translation>{0} trägt Beschriftungen, die kein Text sind.</translation>
    </message>
    <message>
        <source>{0} carries more than weights, so it was not loaded.</source>
        <translation>{0} enthält mehr als Gewichte und wurde deshalb nicht geladen.</translation>
    </message>
    <message>
        <source>{0} changes of speed are of an unknown kind and read at normal speed.</source>
        <translation>{0} Änderungen der Geschwindigkeit sind von unbekannter Art und werden mit normaler Geschwindigkeit gelesen.</translation>
    </message>
    <message>
        <source>{0} changes of speed have no length and are read at normal speed.</source>
        <translation>{0} Änderungen der Geschwindigkeit haben keine Länge und werden mit normaler Geschwindigkeit gelesen.</translation>
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
        <source>{0} clips are covered by others.</source>
        <translation>{0} Clips sind von anderen verdeckt.</translation>
    </message>
    <message>
        <source>{0} clips are switched off and left out.</source>
        <translation>{0} Clips sind abgeschaltet und fallen weg.</translation>
    </message>
    <message>
        <source>{0} clips only fit their media when counted from another start.</source>
        <translation>{0} Clips passen nur dann auf ihre Medien, wenn von einem anderen Anfang an gezählt wird.</translation>
    </message>
    <message>
        <source>{0} clips show more than their media have and are cut off with them.</source>
        <translation>{0} Clips zeigen mehr, als ihre Medien haben, und werden dort abgeschnitten.</translation>
    </message>
    <message>
        <source>{0} clips show sequences of images.</source>
        <translation>{0} Clips zeigen Bildfolgen.</translation>
    </message>
    <message>
        <source>{0} compound clips without contents are left black.</source>
        <translation>{0} zusammengesetzte Clips ohne Inhalt bleiben schwarz.</translation>
    </message>
    <message>
        <source>{0} contradicts itself: the model is a fusion model, but its preprocessor cuts sounds by &apos;{1}&apos;.</source>
        <translation>{0} widerspricht sich: Das Modell ist ein Fusion-Modell, aber seine Vorverarbeitung schneidet Töne nach „{1}“.</translation>
    </message>
    <message>
        <source>{0} contradicts itself: the model is not a fusion model, but its preprocessor cuts sounds by &apos;{1}&apos;.</source>
        <translation>{0} widerspricht sich: Das Modell ist kein Fusion-Modell, aber seine Vorverarbeitung schneidet Töne nach „{1}“.</translation>
    </message>
    <message>
        <source>{0} could not be written before.</source>
        <translation>{0} ließ sich vorhin nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} crashes its reader ({1}); it was not read.</source>
        <translation>{0} bringt seinen Leser zum Absturz ({1}); die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} cues are too short for a frame of its own and left out.</source>
        <translation>{0} Cues sind zu kurz für ein eigenes Bild und fallen weg.</translation>
    </message>
    <message>
        <source>{0} cues begin before {1} and are cut off there.</source>
        <translation>{0} Cues beginnen vor {1} und werden dort abgeschnitten.</translation>
    </message>
    <message>
        <source>{0} cues moved or trimmed with the picture.</source>
        <translation>{0} Cues sind dem Bild gefolgt oder wurden gekürzt.</translation>
    </message>
    <message>
        <source>{0} defines XML entities, which a cut does not need and an attack does; it was not read.</source>
        <translation>{0} definiert XML-Entities, die ein Schnitt nicht braucht, ein Angriff aber schon; die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} did not answer like a model hub when asked for {1}.</source>
        <translation>{0} antwortete nicht wie ein Hub für Modelle, als nach {1} gefragt wurde.</translation>
    </message>
    <message>
        <source>{0} did not say which revision of {1} is the newest.</source>
        <translation>{0} sagte nicht, welches die neueste Revision von {1} ist.</translation>
    </message>
    <message>
        <source>{0} does not begin with the heading &apos;{1}&apos;.</source>
        <translation>{0} beginnt nicht mit der Kopfzeile „{1}“.</translation>
    </message>
    <message>
        <source>{0} does not describe a mapper.</source>
        <translation>{0} beschreibt keinen Mapper.</translation>
    </message>
    <message>
        <source>{0} does not exist.</source>
        <translation>{0} gibt es nicht.</translation>
    </message>
    <message>
        <source>{0} does not fit its config: {1} is {2} where {3} was expected.</source>
        <translation>{0} passt nicht zu seiner Beschreibung: {1} ist {2}, erwartet war {3}.</translation>
    </message>
    <message>
        <source>{0} does not fit {1} and {2}: {3}.</source>
        <translation>{0} passt nicht zu {1} und {2}: {3}.</translation>
    </message>
    <message>
        <source>{0} does not fit {1} with fusion and {2}: {3}.</source>
        <translation>{0} passt nicht zu {1} mit Fusion und {2}: {3}.</translation>
    </message>
    <message>
        <source>{0} does not give the sizes of a {1} mapper: {2}.</source>
        <translation>{0} gibt nicht die Größen eines Mappers der Art {1} an: {2}.</translation>
    </message>
    <message>
        <source>{0} does not say its frame rate.</source>
        <translation>{0} nennt seine Bildrate nicht.</translation>
    </message>
    <message>
        <source>{0} does not say which layout it has.</source>
        <translation>{0} sagt nicht, welchen Aufbau es hat.</translation>
    </message>
    <message>
        <source>{0} does not start where {1} ends ({2}).</source>
        <translation>{0} beginnt nicht, wo {1} endet ({2}).</translation>
    </message>
    <message>
        <source>{0} effects on the picture are left out.</source>
        <translation>{0} Bildeffekte fallen weg.</translation>
    </message>
    <message>
        <source>{0} ends its reader; it was not read.</source>
        <translation>{0} beendet seinen Leser; die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} events were asked for.</source>
        <translation>Verlangt waren {0} Ereignisse.</translation>
    </message>
    <message>
        <source>{0} exists already.</source>
        <translation>{0} gibt es schon.</translation>
    </message>
    <message>
        <source>{0} fade where two cues touch could not be written for Premiere Pro.</source>
        <translation>{0} Blende, wo zwei Cues aneinanderstoßen, ließ sich für Premiere Pro nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} fade where two cues touch could not be written.</source>
        <translation>{0} Blende, wo zwei Cues aneinanderstoßen, ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} fades where two cues touch could not be written for Premiere Pro.</source>
        <translation>{0} Blenden, wo zwei Cues aneinanderstoßen, ließen sich für Premiere Pro nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} fades where two cues touch could not be written.</source>
        <translation>{0} Blenden, wo zwei Cues aneinanderstoßen, ließen sich nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} failed on a worker: {1}: {2}.</source>
        <translation>{0} ist auf einem Arbeitsrechner gescheitert: {1}: {2}.</translation>
    </message>
    <message>
        <source>{0} finds were asked for.</source>
        <translation>{0} Funde wurden verlangt.</translation>
    </message>
    <message>
        <source>{0} finished take had not been noted yet and was added.</source>
        <translation>{0} fertiger Take war noch nicht vermerkt und wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>{0} finished takes had not been noted yet and were added.</source>
        <translation>{0} fertige Takes waren noch nicht vermerkt und wurden hinzugefügt.</translation>
    </message>
    <message>
        <source>{0} gave a {1} whose name and title are not text.</source>
        <translation>{0} gab ein {1}, dessen Name und Titel kein Text sind.</translation>
    </message>
    <message>
        <source>{0} gave a {1} whose {2} is no function.</source>
        <translation>{0} gab ein {1}, dessen {2} keine Funktion ist.</translation>
    </message>
    <message>
        <source>{0} gave a {1} without {2}.</source>
        <translation>{0} gab ein {1} ohne {2}.</translation>
    </message>
    <message>
        <source>{0} gave a {1}, not an Entry.</source>
        <translation>{0} gab ein {1}, keinen Entry.</translation>
    </message>
    <message>
        <source>{0} gave {1} numbers, not vectors of {2}.</source>
        <translation>{0} gab {1} Zahlen, keine Vektoren von {2}.</translation>
    </message>
    <message>
        <source>{0} gave {1} of {2} numbers that are infinite or none.</source>
        <translation>{0} gab {1} von {2} Zahlen, die unendlich oder keine sind.</translation>
    </message>
    <message>
        <source>{0} generators or titles are left black.</source>
        <translation>{0} Generatoren oder Titel bleiben schwarz.</translation>
    </message>
    <message>
        <source>{0} gives impossible sizes: {1}.</source>
        <translation>{0} gibt unmögliche Größen an: {1}.</translation>
    </message>
    <message>
        <source>{0} goes {1} dB beyond full scale and is cut off there; write it as 32f.</source>
        <translation>{0} geht {1} dB über Vollaussteuerung hinaus und wird dort abgeschnitten; schreiben Sie es als 32f.</translation>
    </message>
    <message>
        <source>{0} has a high dynamic range ({1}); its pictures are brought to SDR.</source>
        <translation>{0} hat einen hohen Dynamikumfang ({1}); die Bilder werden auf SDR gebracht.</translation>
    </message>
    <message>
        <source>{0} has a picture stream without a single frame that can be shown.</source>
        <translation>{0} hat einen Bildstrom ohne ein einziges Bild, das sich zeigen lässt.</translation>
    </message>
    <message>
        <source>{0} has an event at {1} in line {2}, outside of the region&apos;s {3}.</source>
        <translation>{0} hat in Zeile {2} ein Ereignis bei {1}, außerhalb der {3} der Stelle.</translation>
    </message>
    <message>
        <source>{0} has an unknown entry &apos;{1}&apos;</source>
        <translation>{0} hat einen unbekannten Eintrag „{1}“</translation>
    </message>
    <message>
        <source>{0} has changed</source>
        <translation>{0} hat sich geändert</translation>
    </message>
    <message>
        <source>{0} has changed on {1} while it was being pulled.</source>
        <translation>{0} hat sich auf {1} geändert, während es geholt wurde.</translation>
    </message>
    <message>
        <source>{0} has changed since it was opened.</source>
        <translation>{0} hat sich geändert, seit es geöffnet wurde.</translation>
    </message>
    <message>
        <source>{0} has changed since it was written.</source>
        <translation>{0} hat sich geändert, seit es geschrieben wurde.</translation>
    </message>
    <message>
        <source>{0} has changed.</source>
        <translation>{0} hat sich geändert.</translation>
    </message>
    <message>
        <source>{0} has clips or markers at times that no film has.</source>
        <translation>{0} hat Clips oder Marker zu Zeiten, die kein Film hat.</translation>
    </message>
    <message>
        <source>{0} has layout {1}, which this program cannot read.</source>
        <translation>{0} hat den Aufbau {1}, den dieses Programm nicht lesen kann.</translation>
    </message>
    <message>
        <source>{0} has names of {1} and places of {2}; the trunk gives {3} features, the space is {4} wide.</source>
        <translation>{0} hat Namen von {1} und Orte von {2}; das Netz gibt {3} Merkmale, der Raum ist {4} breit.</translation>
    </message>
    <message>
        <source>{0} has no column with captions.</source>
        <translation>{0} hat keine Spalte mit Beschreibungen.</translation>
    </message>
    <message>
        <source>{0} has no cue to deliver.</source>
        <translation>{0} hat keinen Cue, der sich ausgeben ließe.</translation>
    </message>
    <message>
        <source>{0} has no frame that can be decoded at {1}.</source>
        <translation>{0} hat bei {1} kein Bild, das sich dekodieren lässt.</translation>
    </message>
    <message>
        <source>{0} has no frame that can be decoded.</source>
        <translation>{0} hat kein Bild, das sich dekodieren lässt.</translation>
    </message>
    <message>
        <source>{0} has no picture.</source>
        <translation>{0} hat kein Bild.</translation>
    </message>
    <message>
        <source>{0} has no repository {1}, or does not show it to you.</source>
        <translation>{0} hat kein {1}, oder zeigt es Ihnen nicht.</translation>
    </message>
    <message>
        <source>{0} has no safetensors weights.</source>
        <translation>{0} hat keine Gewichte in safetensors.</translation>
    </message>
    <message>
        <source>{0} has no sound stream {1}.</source>
        <translation>{0} hat keinen Tonstrom {1}.</translation>
    </message>
    <message>
        <source>{0} has no {1}, and open_clip knows no model &apos;{2}&apos;.</source>
        <translation>{0} hat kein {1}, und open_clip kennt kein Modell „{2}“.</translation>
    </message>
    <message>
        <source>{0} has not enough memory for this model.</source>
        <translation>{0} hat zu wenig Speicher für dieses Modell.</translation>
    </message>
    <message>
        <source>{0} has {1} MB, too much for a cut.</source>
        <translation>{0} hat {1} MB, zu viel für einen Schnitt.</translation>
    </message>
    <message>
        <source>{0} has {1} channels, and {2} at most are read.</source>
        <translation>{0} hat {1} Kanäle, und höchstens {2} werden gelesen.</translation>
    </message>
    <message>
        <source>{0} has {1} cue placed on its present cut.</source>
        <translation>{0} hat {1} Cue auf seinem jetzigen Schnitt.</translation>
    </message>
    <message>
        <source>{0} has {1} cues placed on its present cut.</source>
        <translation>{0} hat {1} Cues auf seinem jetzigen Schnitt.</translation>
    </message>
    <message>
        <source>{0} has {1} items, not {2}</source>
        <translation>{0} hat {1} Einträge, nicht {2}</translation>
    </message>
    <message>
        <source>{0} has {1} shots, and shot {2} was asked for.</source>
        <translation>{0} hat {1} Einstellungen, und verlangt war Einstellung {2}.</translation>
    </message>
    <message>
        <source>{0} hits are left out.</source>
        <translation>{0} Treffer fallen weg.</translation>
    </message>
    <message>
        <source>{0} holds 1 line that is none of a journal; every change is there.</source>
        <translation>{0} enthält 1 Zeile, die keine eines Journals ist; alle Änderungen sind da.</translation>
    </message>
    <message>
        <source>{0} holds a bad value: {1}</source>
        <translation>{0} enthält einen falschen Wert: {1}</translation>
    </message>
    <message>
        <source>{0} holds a delivery of the exporter &apos;{1}&apos;.</source>
        <translation>{0} enthält eine Ausgabe des Formats „{1}“.</translation>
    </message>
    <message>
        <source>{0} holds a {1} mapper, not a {2} one.</source>
        <translation>{0} enthält einen Mapper der Art {1}, nicht {2}.</translation>
    </message>
    <message>
        <source>{0} holds a {1} that cannot be read.</source>
        <translation>{0} enthält ein {1}, das nicht lesbar ist.</translation>
    </message>
    <message>
        <source>{0} holds more than weights, or is no torch checkpoint, and was not opened.</source>
        <translation>{0} enthält mehr als Gewichte, oder ist kein Checkpoint von torch, und wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{0} holds neither tokenizer.json nor {1}.</source>
        <translation>{0} enthält weder tokenizer.json noch {1}.</translation>
    </message>
    <message>
        <source>{0} holds no LAION checkpoint (.pt).</source>
        <translation>{0} enthält keinen Checkpoint von LAION (.pt).</translation>
    </message>
    <message>
        <source>{0} holds no captions.</source>
        <translation>{0} enthält keine Beschreibungen.</translation>
    </message>
    <message>
        <source>{0} holds no certificate.</source>
        <translation>{0} enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>{0} holds no configuration.</source>
        <translation>{0} enthält keine Konfiguration.</translation>
    </message>
    <message>
        <source>{0} holds no delivery.</source>
        <translation>{0} enthält keine Ausgabe.</translation>
    </message>
    <message>
        <source>{0} holds no events of an edit decision list.</source>
        <translation>{0} enthält keine Ereignisse einer EDL.</translation>
    </message>
    <message>
        <source>{0} holds no picture, only cover art.</source>
        <translation>{0} enthält kein Bild, nur ein Titelbild.</translation>
    </message>
    <message>
        <source>{0} holds no picture.</source>
        <translation>{0} enthält kein Bild.</translation>
    </message>
    <message>
        <source>{0} holds no private key that can be used.</source>
        <translation>{0} enthält keinen brauchbaren privaten Schlüssel.</translation>
    </message>
    <message>
        <source>{0} holds no project that can be read: the file is empty.</source>
        <translation>{0} enthält kein lesbares Projekt: Die Datei ist leer.</translation>
    </message>
    <message>
        <source>{0} holds no project that can be read: {1}.</source>
        <translation>{0} enthält kein lesbares Projekt: {1}.</translation>
    </message>
    <message>
        <source>{0} holds no project.</source>
        <translation>{0} enthält kein Projekt.</translation>
    </message>
    <message>
        <source>{0} holds no sound that can be decoded.</source>
        <translation>{0} enthält keinen Ton, der sich dekodieren lässt.</translation>
    </message>
    <message>
        <source>{0} holds no sound where one was found.</source>
        <translation>{0} enthält dort keinen Ton, wo einer gefunden wurde.</translation>
    </message>
    <message>
        <source>{0} holds no takes.</source>
        <translation>{0} enthält keine Takes.</translation>
    </message>
    <message>
        <source>{0} holds no tokenizer.json.</source>
        <translation>{0} enthält keine tokenizer.json.</translation>
    </message>
    <message>
        <source>{0} holds no weights by name.</source>
        <translation>{0} enthält keine Gewichte mit Namen.</translation>
    </message>
    <message>
        <source>{0} holds no weights.</source>
        <translation>{0} enthält keine Gewichte.</translation>
    </message>
    <message>
        <source>{0} holds no {1}.</source>
        <translation>{0} enthält kein {1}.</translation>
    </message>
    <message>
        <source>{0} holds sound and no picture, only cover art.</source>
        <translation>{0} enthält Ton und kein Bild, nur ein Titelbild.</translation>
    </message>
    <message>
        <source>{0} holds sound and no picture.</source>
        <translation>{0} enthält Ton und kein Bild.</translation>
    </message>
    <message>
        <source>{0} holds the take {1}.</source>
        <translation>{0} enthält den Take {1}.</translation>
    </message>
    <message>
        <source>{0} holds {1} captions where {2} were expected.</source>
        <translation>{0} enthält {1} Beschreibungen, erwartet waren {2}.</translation>
    </message>
    <message>
        <source>{0} holds {1} checkpoints, {2} and others.</source>
        <translation>{0} enthält {1} Checkpoints, {2} und andere.</translation>
    </message>
    <message>
        <source>{0} holds {1} lines that are none of a journal; every change is there.</source>
        <translation>{0} enthält {1} Zeilen, die keine eines Journals sind; alle Änderungen sind da.</translation>
    </message>
    <message>
        <source>{0} in plugin</source>
        <translation>{0} im Plugin</translation>
    </message>
    <message>
        <source>{0} in {1} has changed since it was written.</source>
        <translation>{0} in {1} hat sich geändert, seit es geschrieben wurde.</translation>
    </message>
    <message>
        <source>{0} is a damaged picture.</source>
        <translation>{0} ist ein beschädigtes Bild.</translation>
    </message>
    <message>
        <source>{0} is a file, not a folder.</source>
        <translation>{0} ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>{0} is a folder, not a media file.</source>
        <translation>{0} ist ein Ordner, keine Mediendatei.</translation>
    </message>
    <message>
        <source>{0} is a recording without a licence.</source>
        <translation>{0} ist eine Aufnahme ohne Lizenz.</translation>
    </message>
    <message>
        <source>{0} is a single picture: nothing moves in it.</source>
        <translation>{0} ist ein einzelnes Bild: Nichts bewegt sich darin.</translation>
    </message>
    <message>
        <source>{0} is a still and has no length.</source>
        <translation>{0} ist ein Standbild und hat keine Länge.</translation>
    </message>
    <message>
        <source>{0} is a still, no cut.</source>
        <translation>{0} ist ein Standbild, kein Schnitt.</translation>
    </message>
    <message>
        <source>{0} is a video and has its own length.</source>
        <translation>{0} ist ein Video und hat seine eigene Länge.</translation>
    </message>
    <message>
        <source>{0} is being pulled by another process.</source>
        <translation>{0} wird gerade von einem anderen Prozess geholt.</translation>
    </message>
    <message>
        <source>{0} is damaged or no torch checkpoint.</source>
        <translation>{0} ist beschädigt oder kein Checkpoint von torch.</translation>
    </message>
    <message>
        <source>{0} is damaged: its sha256 is not the one in {1}.</source>
        <translation>{0} ist beschädigt: Das sha256 ist nicht das in {1}.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} holds values that are not numbers.</source>
        <translation>{0} ist beschädigt: {1} enthält Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}. Every change is there; older ones cannot be undone.</source>
        <translation>{0} ist beschädigt: {1}. Alle Änderungen sind da; ältere lassen sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} ist leer.</translation>
    </message>
    <message>
        <source>{0} is from an older delivery and stays, because it was changed since.</source>
        <translation>{0} stammt aus einer älteren Ausgabe und bleibt, weil es seitdem geändert wurde.</translation>
    </message>
    <message>
        <source>{0} is given out only to people who accepted its terms.</source>
        <translation>{0} wird nur an Leute gegeben, die den Bedingungen zugestimmt haben.</translation>
    </message>
    <message>
        <source>{0} is in {1} at these revisions.</source>
        <translation>{0} ist in {1} auf dem Stand dieser Revisionen.</translation>
    </message>
    <message>
        <source>{0} is incomplete: some weights have another size.</source>
        <translation>{0} ist unvollständig: Einige Gewichte haben eine andere Größe.</translation>
    </message>
    <message>
        <source>{0} is incomplete: {1} weights are missing.</source>
        <translation>{0} ist unvollständig: {1} Gewichte fehlen.</translation>
    </message>
    <message>
        <source>{0} is longer than 10 minutes.</source>
        <translation>{0} ist länger als 10 Minuten.</translation>
    </message>
    <message>
        <source>{0} is longer than a minute: its first minute is used.</source>
        <translation>{0} ist länger als eine Minute: Die erste Minute wird verwendet.</translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation>{0} fehlt</translation>
    </message>
    <message>
        <source>{0} is missing from {1}.</source>
        <translation>{0} fehlt in {1}.</translation>
    </message>
    <message>
        <source>{0} is missing.</source>
        <translation>{0} fehlt.</translation>
    </message>
    <message>
        <source>{0} is nested deeper than any Reaper project.</source>
        <translation>{0} ist tiefer verschachtelt als jedes Reaper-Projekt.</translation>
    </message>
    <message>
        <source>{0} is nested deeper than any cut; it was not read.</source>
        <translation>{0} ist tiefer verschachtelt als jeder Schnitt; die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} is new and has no takes.</source>
        <translation>{0} ist neu und hat keine Takes.</translation>
    </message>
    <message>
        <source>{0} is no AAF file.</source>
        <translation>{0} ist keine AAF-Datei.</translation>
    </message>
    <message>
        <source>{0} is no AudioLDM: it takes no conditioning vector.</source>
        <translation>{0} ist kein AudioLDM: Es nimmt keinen Vektor zur Konditionierung.</translation>
    </message>
    <message>
        <source>{0} is no FCP7 XML: it holds &lt;{1}&gt;.</source>
        <translation>{0} ist kein FCP7-XML: Die Datei enthält &lt;{1}&gt;.</translation>
    </message>
    <message>
        <source>{0} is no FCPXML: it holds &lt;{1}&gt;.</source>
        <translation>{0} ist kein FCPXML: Die Datei enthält &lt;{1}&gt;.</translation>
    </message>
    <message>
        <source>{0} is no MLT document: it holds &lt;{1}&gt;.</source>
        <translation>{0} ist kein MLT-Dokument: Die Datei enthält &lt;{1}&gt;.</translation>
    </message>
    <message>
        <source>{0} is no OTIO bundle, or damaged.</source>
        <translation>{0} ist kein OTIO-Bündel, oder beschädigt.</translation>
    </message>
    <message>
        <source>{0} is no OTIO bundle: it has no content.otio.</source>
        <translation>{0} ist kein OTIO-Bündel: content.otio fehlt.</translation>
    </message>
    <message>
        <source>{0} is no Reaper project.</source>
        <translation>{0} ist kein Reaper-Projekt.</translation>
    </message>
    <message>
        <source>{0} is no UCS list.</source>
        <translation>{0} ist keine UCS-Liste.</translation>
    </message>
    <message>
        <source>{0} is no UTF-8 text.</source>
        <translation>{0} ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>{0} is no XML: {1}.</source>
        <translation>{0} ist kein XML: {1}.</translation>
    </message>
    <message>
        <source>{0} is no cut that can be read.</source>
        <translation>{0} ist kein lesbarer Schnitt.</translation>
    </message>
    <message>
        <source>{0} is no file for markers.</source>
        <translation>{0} ist keine Datei für Marker.</translation>
    </message>
    <message>
        <source>{0} is no frame rate.</source>
        <translation>{0} ist keine Bildrate.</translation>
    </message>
    <message>
        <source>{0} is no list</source>
        <translation>{0} ist keine Liste</translation>
    </message>
    <message>
        <source>{0} is no longer in the cut.</source>
        <translation>{0} ist nicht mehr im Schnitt.</translation>
    </message>
    <message>
        <source>{0} is no mapper: {1} cannot be read.</source>
        <translation>{0} ist kein Mapper: {1} ist nicht lesbar.</translation>
    </message>
    <message>
        <source>{0} is no object</source>
        <translation>{0} ist kein Objekt</translation>
    </message>
    <message>
        <source>{0} is no snapshot.</source>
        <translation>{0} ist kein Schnappschuss.</translation>
    </message>
    <message>
        <source>{0} is no sound file any more.</source>
        <translation>{0} ist keine Tondatei mehr.</translation>
    </message>
    <message>
        <source>{0} is no text.</source>
        <translation>{0} ist kein Text.</translation>
    </message>
    <message>
        <source>{0} is no time.</source>
        <translation>{0} ist keine Zeit.</translation>
    </message>
    <message>
        <source>{0} is no timeline: a part of it is missing.</source>
        <translation>{0} ist keine Timeline: Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>{0} is no timeline: it is no text.</source>
        <translation>{0} ist keine Timeline: Es ist kein Text.</translation>
    </message>
    <message>
        <source>{0} is no timeline: {1}.</source>
        <translation>{0} ist keine Timeline: {1}.</translation>
    </message>
    <message>
        <source>{0} is not JSON: {1}.</source>
        <translation>{0} ist kein JSON: {1}.</translation>
    </message>
    <message>
        <source>{0} is not UTF-8 text.</source>
        <translation>{0} ist kein Text in UTF-8.</translation>
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
        <source>{0} is not a file name.</source>
        <translation>{0} ist kein Dateiname.</translation>
    </message>
    <message>
        <source>{0} is not a regular file.</source>
        <translation>{0} ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>{0} is not a whole safetensors file: {1}.</source>
        <translation>{0} ist keine vollständige safetensors-Datei: {1}.</translation>
    </message>
    <message>
        <source>{0} is not a {1}: {2}.</source>
        <translation>{0} ist kein {1}: {2}.</translation>
    </message>
    <message>
        <source>{0} is not as it was</source>
        <translation>{0} ist nicht, wie es war</translation>
    </message>
    <message>
        <source>{0} is not text.</source>
        <translation>{0} ist kein Text.</translation>
    </message>
    <message>
        <source>{0} is not the config of a mapper: it lacks {1}.</source>
        <translation>{0} ist nicht die Konfiguration eines Mappers: Es fehlt {1}.</translation>
    </message>
    <message>
        <source>{0} is not the config of a mapper: {1}.</source>
        <translation>{0} ist nicht die Konfiguration eines Mappers: {1}.</translation>
    </message>
    <message>
        <source>{0} is not the file that the project was made with.</source>
        <translation>{0} ist nicht die Datei, mit der das Projekt angelegt wurde.</translation>
    </message>
    <message>
        <source>{0} is not the file that the recipe was made from, or it has changed since.</source>
        <translation>{0} ist nicht die Datei, aus der das Rezept entstand, oder sie hat sich seitdem geändert.</translation>
    </message>
    <message>
        <source>{0} is not the key of the certificate in {1}.</source>
        <translation>{0} ist nicht der Schlüssel des Zertifikats in {1}.</translation>
    </message>
    <message>
        <source>{0} is not valid JSON: {1}.</source>
        <translation>{0} ist kein gültiges JSON: {1}.</translation>
    </message>
    <message>
        <source>{0} is not where it was in the cut</source>
        <translation>{0} ist nicht, wo es im Schnitt war</translation>
    </message>
    <message>
        <source>{0} is of schema {1}, and {2} is read here.</source>
        <translation>{0} ist nach Schema {1}, und gelesen wird hier {2}.</translation>
    </message>
    <message>
        <source>{0} is open for reading only: {1}.</source>
        <translation>{0} ist nur zum Lesen geöffnet: {1}.</translation>
    </message>
    <message>
        <source>{0} is put together from a picture and a gain map, which is not done here.</source>
        <translation>{0} ist aus einem Bild und einer Gain-Map zusammengesetzt, und das geht hier nicht.</translation>
    </message>
    <message>
        <source>{0} is put together from another picture, which is not done here.</source>
        <translation>{0} ist aus einem anderen Bild zusammengesetzt, und das geht hier nicht.</translation>
    </message>
    <message>
        <source>{0} is put together from layers, which is not done here.</source>
        <translation>{0} ist aus Ebenen zusammengesetzt, und das geht hier nicht.</translation>
    </message>
    <message>
        <source>{0} is put together from tiles, which is not done here.</source>
        <translation>{0} ist aus Kacheln zusammengesetzt, und das geht hier nicht.</translation>
    </message>
    <message>
        <source>{0} is the library &apos;{1}&apos; already.</source>
        <translation>{0} ist schon die Bibliothek „{1}“.</translation>
    </message>
    <message>
        <source>{0} is there {1} times; {2} is used and not {3}: it has what the clips show.</source>
        <translation>{0} gibt es {1}-mal; benutzt wird {2} und nicht {3}: Es hat, was die Clips zeigen.</translation>
    </message>
    <message>
        <source>{0} is there {1} times; {2} is used and not {3}: its picture is the larger.</source>
        <translation>{0} gibt es {1}-mal; benutzt wird {2} und nicht {3}: Sein Bild ist das größere.</translation>
    </message>
    <message>
        <source>{0} is there {1} times; {2} is used and not {3}: nothing tells them apart.</source>
        <translation>{0} gibt es {1}-mal; benutzt wird {2} und nicht {3}: Nichts unterscheidet sie.</translation>
    </message>
    <message>
        <source>{0} is there {1} times; {2} is used and not {3}: {4}.</source>
        <translation>{0} gibt es {1}-mal; benutzt wird {2} und nicht {3}: {4}.</translation>
    </message>
    <message>
        <source>{0} is too long for a recipe.</source>
        <translation>{0} ist zu lang für ein Rezept.</translation>
    </message>
    <message>
        <source>{0} is too long for a take.</source>
        <translation>{0} ist zu lang für einen Take.</translation>
    </message>
    <message>
        <source>{0} is writing to it</source>
        <translation>{0} schreibt gerade hinein</translation>
    </message>
    <message>
        <source>{0} is writing to it, or stopped without a word</source>
        <translation>{0} schreibt gerade hinein, oder hielt ohne Nachricht an</translation>
    </message>
    <message>
        <source>{0} is {1} long: it is repeated.</source>
        <translation>{0} ist {1} lang und wird wiederholt.</translation>
    </message>
    <message>
        <source>{0} is {1} s long, and a take is at least 0.2 s.</source>
        <translation>{0} ist {1} s lang, und ein Take dauert mindestens 0,2 s.</translation>
    </message>
    <message>
        <source>{0} is {1} × {2} pixels, more than the {3} million that are read.</source>
        <translation>{0} hat {1} × {2} Pixel, mehr als die {3} Millionen, die gelesen werden.</translation>
    </message>
    <message>
        <source>{0} lacks &apos;{1}&apos;</source>
        <translation>In {0} fehlt „{1}“</translation>
    </message>
    <message>
        <source>{0} lacks the configuration of RoBERTa, which LAION&apos;s checkpoints do not carry.</source>
        <translation>In {0} fehlt die Konfiguration von RoBERTa, die in Checkpoints von LAION nicht enthalten ist.</translation>
    </message>
    <message>
        <source>{0} lacks weights of a CLAP text tower, the first {1}.</source>
        <translation>In {0} fehlen Gewichte eines Textnetzes von CLAP, als erstes {1}.</translation>
    </message>
    <message>
        <source>{0} lacks {1} weights of its model, the first {2}.</source>
        <translation>In {0} fehlen {1} Gewichte des Modells, als erstes {2}.</translation>
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
        <source>{0} lies not on the cue, {1}.</source>
        <translation>{0} liegt nicht auf dem Cue, {1}.</translation>
    </message>
    <message>
        <source>{0} lies on another drive than the project.</source>
        <translation>{0} liegt auf einem anderen Laufwerk als das Projekt.</translation>
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
        <source>{0} may not be read: permission denied.</source>
        <translation>{0} darf nicht gelesen werden: keine Berechtigung.</translation>
    </message>
    <message>
        <source>{0} muted cues are left out.</source>
        <translation>{0} stumme Cues fallen weg.</translation>
    </message>
    <message>
        <source>{0} names &apos;{1}&apos;, which lies outside the bundle.</source>
        <translation>{0} nennt „{1}“, und das liegt außerhalb des Pakets.</translation>
    </message>
    <message>
        <source>{0} names a kind of mapper that is unknown here: {1}.</source>
        <translation>{0} nennt eine Art von Mapper, die hier unbekannt ist: {1}.</translation>
    </message>
    <message>
        <source>{0} names the file &apos;{1}&apos;, which is refused.</source>
        <translation>{0} nennt die Datei „{1}“, und die wird abgelehnt.</translation>
    </message>
    <message>
        <source>{0} needs more memory than any cut; it was not read.</source>
        <translation>{0} braucht mehr Speicher als jeder Schnitt; die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} needs more memory than there is.</source>
        <translation>{0} braucht mehr Speicher, als da ist.</translation>
    </message>
    <message>
        <source>{0} no longer matches the lock: it has {1} bytes, not {2}.</source>
        <translation>{0} entspricht nicht mehr der Lock-Datei: Es hat {1} Bytes, nicht {2}.</translation>
    </message>
    <message>
        <source>{0} notes are left out.</source>
        <translation>{0} Notizen fallen weg.</translation>
    </message>
    <message>
        <source>{0} of {1} holds no sample at {2} Hz.</source>
        <translation>{0} von {1} enthält bei {2} Hz kein Sample.</translation>
    </message>
    <message>
        <source>{0} of {1} is not what was announced: its content has changed.</source>
        <translation>{0} von {1} ist nicht, was angekündigt war: Der Inhalt hat sich geändert.</translation>
    </message>
    <message>
        <source>{0} offers {1} only as a pickle, which can run code when it is loaded.</source>
        <translation>{0} bietet {1} nur als Pickle an, und das kann beim Laden Code ausführen.</translation>
    </message>
    <message>
        <source>{0} overlaps the clip before it in the new cut.</source>
        <translation>{0} überschneidet sich im neuen Schnitt mit dem Clip davor.</translation>
    </message>
    <message>
        <source>{0} pairs of cues meet between two frames; their clips meet on the nearest frame.</source>
        <translation>{0} Paare von Cues stoßen zwischen zwei Bildern aneinander; die Clips stoßen auf dem nächstliegenden Bild aneinander.</translation>
    </message>
    <message>
        <source>{0} parts of an unknown kind are left black.</source>
        <translation>{0} Teile von unbekannter Art bleiben schwarz.</translation>
    </message>
    <message>
        <source>{0} picture clip backwards, frozen or ramped: Reaper shows normal speed.</source>
        <translation>{0} Bildclip läuft rückwärts, steht oder ändert sein Tempo: Reaper zeigt normale Geschwindigkeit.</translation>
    </message>
    <message>
        <source>{0} picture clip without a known file: black is shown instead.</source>
        <translation>{0} Bildclip ohne bekannte Datei: Dort ist Schwarz zu sehen.</translation>
    </message>
    <message>
        <source>{0} picture clips are shorter than a frame and left out.</source>
        <translation>{0} Bildclips sind kürzer als ein Bild und fallen weg.</translation>
    </message>
    <message>
        <source>{0} picture clips backwards, frozen or ramped: Reaper shows normal speed.</source>
        <translation>{0} Bildclips laufen rückwärts, stehen oder ändern ihr Tempo: Reaper zeigt normale Geschwindigkeit.</translation>
    </message>
    <message>
        <source>{0} picture clips without a known file: black is shown instead.</source>
        <translation>{0} Bildclips ohne bekannte Datei: Dort ist Schwarz zu sehen.</translation>
    </message>
    <message>
        <source>{0} picture tracks are switched off and left out.</source>
        <translation>{0} Bildspuren sind abgeschaltet und fallen weg.</translation>
    </message>
    <message>
        <source>{0} ran out of memory; caches were emptied.</source>
        <translation>Auf {0} ging der Speicher aus; Caches wurden geleert.</translation>
    </message>
    <message>
        <source>{0} ran out of memory; parts that are not running wait on the CPU.</source>
        <translation>Auf {0} ging der Speicher aus; Teile, die gerade nicht rechnen, warten auf der CPU.</translation>
    </message>
    <message>
        <source>{0} ran out of memory; the CPU takes over, more slowly.</source>
        <translation>Auf {0} ging der Speicher aus; die CPU übernimmt, langsamer.</translation>
    </message>
    <message>
        <source>{0} ran out of memory; {1} windows go together now.</source>
        <translation>Auf {0} ging der Speicher aus; jetzt laufen {1} Fenster zusammen.</translation>
    </message>
    <message>
        <source>{0} reaches outside the shots, {1}.</source>
        <translation>{0} reicht über die Einstellungen hinaus, {1}.</translation>
    </message>
    <message>
        <source>{0} runs at {1} frames a second, which is no standard rate; next to it: {2} and {3}.</source>
        <translation>{0} läuft mit {1} Bildern je Sekunde, und das ist keine übliche Rate; daneben liegen: {2} und {3}.</translation>
    </message>
    <message>
        <source>{0} runs at {1} frames a second, which is no standard rate; next to it: {2}.</source>
        <translation>{0} läuft mit {1} Bildern je Sekunde, und das ist keine übliche Rate; daneben liegen: {2}.</translation>
    </message>
    <message>
        <source>{0} runs from 0 to {1} s; {2} lies outside it.</source>
        <translation>{0} läuft von 0 bis {1} s; {2} liegt außerhalb.</translation>
    </message>
    <message>
        <source>{0} runs from 0 to {1}; {2} lies outside it.</source>
        <translation>{0} läuft von 0 bis {1}; {2} liegt außerhalb.</translation>
    </message>
    <message>
        <source>{0} s cannot be inserted.</source>
        <translation>{0} s lassen sich nicht einfügen.</translation>
    </message>
    <message>
        <source>{0} sends nothing of {1}.</source>
        <translation>{0} sendet nichts von {1}.</translation>
    </message>
    <message>
        <source>{0} shots matched by picture.</source>
        <translation>{0} Einstellungen am Bild wiedererkannt.</translation>
    </message>
    <message>
        <source>{0} smooth changes of speed are followed in straight lines.</source>
        <translation>{0} weiche Geschwindigkeitsverläufe werden in geraden Stücken nachgefahren.</translation>
    </message>
    <message>
        <source>{0} smoothed changes of speed are read as straight between their keys.</source>
        <translation>{0} geglättete Tempoänderungen werden zwischen ihren Marken als gerade gelesen.</translation>
    </message>
    <message>
        <source>{0} so far</source>
        <translation>{0} bisher</translation>
    </message>
    <message>
        <source>{0} sound events are not read.</source>
        <translation>{0} Tonereignisse werden nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} sound tracks are not read.</source>
        <translation>{0} Tonspuren werden nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} sounds need as many starts, none before 0.</source>
        <translation>{0} Töne brauchen ebenso viele Anfänge, keinen vor 0.</translation>
    </message>
    <message>
        <source>{0} starts before the picture does.</source>
        <translation>{0} beginnt vor dem Bild.</translation>
    </message>
    <message>
        <source>{0} steps were asked for, but this generator has {1}.</source>
        <translation>Verlangt waren {0} Schritte, dieser Generator hat aber {1}.</translation>
    </message>
    <message>
        <source>{0} take of {1} would need about {2} GB, and {3} has {4} GB free.</source>
        <translation>{0} Take von {1} bräuchte etwa {2} GB, und {3} hat {4} GB frei.</translation>
    </message>
    <message>
        <source>{0} takes more time or memory than any cut; it was not read.</source>
        <translation>{0} braucht mehr Zeit oder Speicher als jeder Schnitt; die Datei wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} takes of {1} would need about {2} GB, and {3} has {4} GB free.</source>
        <translation>{0} Takes von {1} bräuchten etwa {2} GB, und {3} hat {4} GB frei.</translation>
    </message>
    <message>
        <source>{0} takes were asked for with {1} seeds.</source>
        <translation>Verlangt waren {0} Takes mit {1} Seeds.</translation>
    </message>
    <message>
        <source>{0} takes were asked for.</source>
        <translation>Verlangt waren {0} Takes.</translation>
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
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Open the folder when it is written</source>
        <translation>Den Ordner danach öffnen</translation>
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
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>Als Vorlage sichern…</translation>
    </message>
    <message>
        <source>Remove this preset</source>
        <translation>Diese Vorlage entfernen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files only</source>
        <translation>Nur Dateien</translation>
    </message>
    <message>
        <source>A film with the mix, MP4</source>
        <translation>Ein Film mit der Mischung, MP4</translation>
    </message>
    <message>
        <source>A film with the mix, MOV</source>
        <translation>Ein Film mit der Mischung, MOV</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>This format carries all of the cut.</source>
        <translation>Dieses Format trägt den ganzen Schnitt.</translation>
    </message>
    <message>
        <source>Export for {program}</source>
        <translation>Export für {program}</translation>
    </message>
    <message>
        <source>Export for {n} programs</source>
        <translation>Export für {n} Programme</translation>
    </message>
    <message>
        <source>{program}: {stage}, {done} of {total}</source>
        <translation>{program}: {stage}, {done} von {total}</translation>
    </message>
    <message>
        <source>{count} files written.</source>
        <translation>{count} Dateien geschrieben.</translation>
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
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
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
    <name>FindFilters</name>
    <message>
        <source>Which recordings</source>
        <translation>Welche Aufnahmen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Used last</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Jede Länge</translation>
    </message>
    <message>
        <source>Up to 1 s</source>
        <translation>Bis 1 s</translation>
    </message>
    <message>
        <source>1 to 5 s</source>
        <translation>1 bis 5 s</translation>
    </message>
    <message>
        <source>5 to 30 s</source>
        <translation>5 bis 30 s</translation>
    </message>
    <message>
        <source>Over 30 s</source>
        <translation>Über 30 s</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Any channels</source>
        <translation>Alle Kanäle</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stereo</translation>
    </message>
    <message>
        <source>4 channels</source>
        <translation>4 Kanäle</translation>
    </message>
    <message>
        <source>6 channels</source>
        <translation>6 Kanäle</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Any rate</source>
        <translation>Jede Rate</translation>
    </message>
    <message>
        <source>From 44.1 kHz</source>
        <translation>Ab 44,1 kHz</translation>
    </message>
    <message>
        <source>From 48 kHz</source>
        <translation>Ab 48 kHz</translation>
    </message>
    <message>
        <source>From 96 kHz</source>
        <translation>Ab 96 kHz</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>How a CatID of the Universal Category System begins: DOOR, DOORWood</source>
        <translation>Wie eine CatID des Universal Category System beginnt: DOOR, DOORWood</translation>
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
    <name>FindTable</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
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
    <name>FollowBox</name>
    <message>
        <source>Single sounds lie on the events of the guide, continuous sound follows its curve</source>
        <translation>Einzelne Geräusche liegen auf den Ereignissen der Zeitvorgabe, fortlaufender Ton folgt ihrer Kurve</translation>
    </message>
    <message>
        <source>Follow the picture</source>
        <translation>Dem Bild folgen</translation>
    </message>
    <message>
        <source>Follow the picture (looking …)</source>
        <translation>Dem Bild folgen (wird gesucht …)</translation>
    </message>
    <message>
        <source>Follow the motion</source>
        <translation>Der Bewegung folgen</translation>
    </message>
    <message>
        <source>Follow the guide</source>
        <translation>Der Zeitvorgabe folgen</translation>
    </message>
    <message>
        <source>1 event</source>
        <translation>1 Ereignis</translation>
    </message>
    <message>
        <source>{n} events</source>
        <translation>{n} Ereignisse</translation>
    </message>
    <message>
        <source>Follow the picture: {events}</source>
        <translation>Dem Bild folgen: {events}</translation>
    </message>
    <message>
        <source>Follow your events: {events}</source>
        <translation>Eigenen Ereignissen folgen: {events}</translation>
    </message>
</context>
<context>
    <name>Generate</name>
    <message>
        <source>Words to add, such as: gravel, slow steps</source>
        <translation>Wörter dazu, etwa: Kies, langsame Schritte (englisch)</translation>
    </message>
    <message>
        <source>Words of earlier takes</source>
        <translation>Wörter früherer Takes</translation>
    </message>
    <message>
        <source>Words to keep away from</source>
        <translation>Wörter, die gemieden werden</translation>
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
        <source>Takes are rendered by a model, found in your libraries of recordings, or both where recordings fit</source>
        <translation>Takes werden von einem Modell gerendert, unter Ihren Aufnahmen gefunden, oder beides, wo Aufnahmen passen</translation>
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
        <source>No take has had words yet</source>
        <translation>Noch kein Take hatte Wörter</translation>
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
        <source>Words against picture</source>
        <translation>Wörter gegen Bild</translation>
    </message>
    <message>
        <source>Picture to sound</source>
        <translation>Vom Bild zum Klang</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>How many steps a take gets: the models say which numbers are worth their time</source>
        <translation>Wie viele Schritte ein Take erhält: Die Modelle geben an, welche Zahlen ihre Zeit wert sind</translation>
    </message>
    <message>
        <source>Along the guide</source>
        <translation>Entlang der Zeitvorgabe</translation>
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
        <source>Where takes come from</source>
        <translation>Woher die Takes kommen</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Angepasst</translation>
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
    <message>
        <source>Rendered</source>
        <translation>Gerendert</translation>
    </message>
    <message>
        <source>From the library</source>
        <translation>Aus der Bibliothek</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
</context>
<context>
    <name>Generation</name>
    <message>
        <source>{n} shots have these settings now.</source>
        <translation>{n} Einstellungen haben jetzt diese Angaben.</translation>
    </message>
    <message>
        <source>Generate takes</source>
        <translation>Takes erzeugen</translation>
    </message>
    <message>
        <source>Generate · {n} shots, {length} s</source>
        <translation>Erzeugen · {n} Einstellungen, {length} s</translation>
    </message>
    <message>
        <source>Generate · {shot}, {length} s</source>
        <translation>Erzeugen · {shot}, {length} s</translation>
    </message>
    <message>
        <source>Generate · {shot} in to out, {length} s</source>
        <translation>Erzeugen · {shot} In bis Out, {length} s</translation>
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
    <name>GuideLane</name>
    <message>
        <source>Guide</source>
        <translation>Zeitvorgabe</translation>
    </message>
    <message>
        <source>When it sounds. Double-click sets an event; drag it across or up; Delete removes it.</source>
        <translation>Wann es klingt. Ein Doppelklick setzt ein Ereignis; ziehen Sie es seitwärts oder nach oben; Entf entfernt es.</translation>
    </message>
    <message>
        <source>Remove event</source>
        <translation>Ereignis entfernen</translation>
    </message>
    <message>
        <source>Set an event here</source>
        <translation>Hier ein Ereignis setzen</translation>
    </message>
    <message>
        <source>Back to what the picture shows</source>
        <translation>Zurück zu dem, was das Bild zeigt</translation>
    </message>
    <message>
        <source>Double-click to set an event, or press T and tap</source>
        <translation>Doppelklick setzt ein Ereignis; oder T drücken und einspielen</translation>
    </message>
</context>
<context>
    <name>Headers</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Zeitvorgabe</translation>
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
        <source>Origin</source>
        <translation>Herkunft</translation>
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
    <message>
        <source>recorded</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>varied</source>
        <translation>abgewandelt</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
</context>
<context>
    <name>LargeTimecode</name>
    <message>
        <source>SRC</source>
        <translation>SRC</translation>
    </message>
    <message>
        <source>REC</source>
        <translation>REC</translation>
    </message>
    <message>
        <source>Source timecode</source>
        <translation>Source-Timecode</translation>
    </message>
    <message>
        <source>Record timecode</source>
        <translation>Record-Timecode</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Takes are still being rendered. Close anyway? They can be resumed when the project is opened.</source>
        <translation>Es werden noch Takes erzeugt. Trotzdem schließen? Sie lassen sich fortsetzen, wenn das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Files are still being written. If the window closes now, they are not delivered.</source>
        <translation>Es werden noch Dateien geschrieben. Schließt das Fenster jetzt, fehlen sie.</translation>
    </message>
    <message>
        <source>Close when they are written</source>
        <translation>Schließen, wenn sie geschrieben sind</translation>
    </message>
    <message>
        <source>Close without them</source>
        <translation>Ohne sie schließen</translation>
    </message>
</context>
<context>
    <name>Lengths</name>
    <message>
        <source>Shot {length}</source>
        <translation>Einstellung {length}</translation>
    </message>
    <message>
        <source>I–O {length}</source>
        <translation>I–O {length}</translation>
    </message>
</context>
<context>
    <name>LibraryBrowser</name>
    <message>
        <source>Search the recordings</source>
        <translation>In den Aufnahmen suchen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Space or a click plays a recording, Return makes a take of it.</source>
        <translation>Leertaste oder Klick spielt eine Aufnahme, Eingabe macht einen Take daraus.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Limit what is found by length, category, channels and rate</source>
        <translation>Fundstücke nach Länge, Kategorie, Kanälen und Rate begrenzen</translation>
    </message>
    <message>
        <source>Strength of variations</source>
        <translation>Stärke der Variationen</translation>
    </message>
    <message>
        <source>How far variations go: 0, a copy, to 1, nothing of the recording</source>
        <translation>Wie weit Variationen gehen: 0, eine Kopie, bis 1, nichts von der Aufnahme</translation>
    </message>
    <message>
        <source>Use for this shot</source>
        <translation>Für diese Einstellung nehmen</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>Variationen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>All libraries</source>
        <translation>Alle Bibliotheken</translation>
    </message>
    <message>
        <source>No recording is like this. Use other words, or fewer limits.</source>
        <translation>Keine Aufnahme passt. Nehmen Sie andere Wörter oder weniger Grenzen.</translation>
    </message>
    <message>
        <source>Type what you look for: “dog”, “rain”. Folders of your own come in with “v2a library add FOLDER”.</source>
        <translation>Geben Sie ein, was Sie suchen: „dog“, „rain“. Eigene Ordner kommen mit „v2a library add ORDNER“ dazu.</translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message>
        <source>search the libraries</source>
        <translation>in den Bibliotheken suchen</translation>
    </message>
    <message>
        <source>find what sounds alike</source>
        <translation>suchen, was ähnlich klingt</translation>
    </message>
    <message>
        <source>read {name}</source>
        <translation>{name} lesen</translation>
    </message>
    <message>
        <source>There is no shot under this place.</source>
        <translation>An dieser Stelle ist keine Einstellung.</translation>
    </message>
    <message>
        <source>This take was made of no recording.</source>
        <translation>Dieser Take beruht auf keiner Aufnahme.</translation>
    </message>
    <message>
        <source>Pick a shot first.</source>
        <translation>Wählen Sie zuerst eine Einstellung.</translation>
    </message>
    <message>
        <source>Nobody has listened to this recording yet: scan its library.</source>
        <translation>Diese Aufnahme wurde noch nicht gehört: Lesen Sie ihre Bibliothek ein.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Main</source>
        <translation>Hauptleiste</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>All takes</source>
        <translation>Alle Takes</translation>
    </message>
</context>
<context>
    <name>MarkersDialog</name>
    <message>
        <source>Markers</source>
        <translation>Marker</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>No markers yet. M sets one at the playhead, H finds hits in the picture.</source>
        <translation>Noch keine Marker. M setzt einen am Abspielkopf, H sucht Treffer im Bild.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>For a spreadsheet (CSV), or for DaVinci Resolve (EDL)</source>
        <translation>Für eine Tabelle (CSV) oder für DaVinci Resolve (EDL)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>marker</source>
        <translation>Marker</translation>
    </message>
    <message>
        <source>hit</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Save the markers</source>
        <translation>Marker speichern</translation>
    </message>
</context>
<context>
    <name>MasterMeter</name>
    <message>
        <source>Master meter</source>
        <translation>Summenpegel</translation>
    </message>
    <message>
        <source>Highest true peak (dBTP) and short-term loudness (LUFS); press to put the light out</source>
        <translation>Höchster True Peak (dBTP) und Kurzzeit-Lautheit (LUFS); ein Klick löscht das Licht</translation>
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
    <name>PendingTake</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>waiting, {place} ahead</source>
        <translation>wartet, {place} davor</translation>
    </message>
    <message>
        <source>next</source>
        <translation>als Nächstes</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>after the others</source>
        <translation>nach den anderen</translation>
    </message>
    <message>
        <source>Take {number} to come: {stage}</source>
        <translation>Take {number}, noch nicht da: {stage}</translation>
    </message>
</context>
<context>
    <name>Performing</name>
    <message>
        <source>Clicks are played and listened to …</source>
        <translation>Klicks werden abgespielt und abgehört …</translation>
    </message>
    <message>
        <source>Perform: what the microphone hears becomes the guide.</source>
        <translation>Spielen Sie ein: Was das Mikrofon hört, wird die Zeitvorgabe.</translation>
    </message>
    <message>
        <source>The microphone was too loud: peaks are cut off.</source>
        <translation>Das Mikrofon war zu laut: Spitzen sind abgeschnitten.</translation>
    </message>
    <message>
        <source>find transients</source>
        <translation>Anschläge suchen</translation>
    </message>
    <message>
        <source>The microphone is {late} ms late.</source>
        <translation>Das Mikrofon kommt {late} ms zu spät.</translation>
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
    <name>ProductionHead</name>
    <message>
        <source>Production</source>
        <translation>Originalton</translation>
    </message>
    <message>
        <source>The sound of the video itself; heard here, delivered in a film only</source>
        <translation>Der Ton des Videos selbst; hier zu hören, ausgegeben nur in einem Film</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Mute the production sound</source>
        <translation>Den Originalton stumm schalten</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Solo the production sound</source>
        <translation>Nur den Originalton hören</translation>
    </message>
    <message>
        <source>Level of the production sound</source>
        <translation>Pegel des Originaltons</translation>
    </message>
    <message>
        <source>While a take is heard</source>
        <translation>Während ein Take zu hören ist</translation>
    </message>
    <message>
        <source>{db} dB more while a take is heard</source>
        <translation>{db} dB dazu, während ein Take zu hören ist</translation>
    </message>
</context>
<context>
    <name>ProductionLane</name>
    <message>
        <source>The video has no sound of its own.</source>
        <translation>Das Video hat keinen eigenen Ton.</translation>
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
        <source>{n} jobs</source>
        <translation>{n} Aufträge</translation>
    </message>
    <message>
        <source>Cancelled: {title}.</source>
        <translation>Abgebrochen: {title}.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
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
        <source>Set of shortcuts</source>
        <translation>Satz von Tastenkürzeln</translation>
    </message>
    <message>
        <source>as in {program}</source>
        <translation>wie in {program}</translation>
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
    <name>StemForm</name>
    <message>
        <source> frames</source>
        <translation> Bilder</translation>
    </message>
    <message>
        <source>as rendered</source>
        <translation>wie erzeugt</translation>
    </message>
    <message>
        <source>Sound before and after a cue, where the format carries it</source>
        <translation>Ton vor und nach einem Cue, wo das Format ihn trägt</translation>
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
        <source>Place on the timeline, on {track}</source>
        <translation>Auf die Timeline setzen, auf {track}</translation>
    </message>
    <message>
        <source>Seen: {words}</source>
        <translation>Gesehen: {words}</translation>
    </message>
    <message>
        <source>The words that won in the picture: {words}</source>
        <translation>Die Wörter, die im Bild gewonnen haben: {words}</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>varied</source>
        <translation>abgewandelt</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>Rendered by a model</source>
        <translation>Von einem Modell erzeugt</translation>
    </message>
    <message>
        <source>Take {number}, {origin}, {tags}</source>
        <translation>Take {number}, {origin}, {tags}</translation>
    </message>
    <message>
        <source>Heard now</source>
        <translation>Jetzt zu hören</translation>
    </message>
    <message>
        <source>The recording is called “{label}”.</source>
        <translation>Die Aufnahme heißt „{label}“.</translation>
    </message>
    <message>
        <source>Heard as “{label}”.</source>
        <translation>Gehört als „{label}“.</translation>
    </message>
    <message>
        <source>{said} Wrong, or just right?</source>
        <translation>{said} Falsch, oder genau richtig?</translation>
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
        <source>Pick a shot to see its takes.</source>
        <translation>Eine Einstellung wählen, um ihre Takes zu sehen.</translation>
    </message>
    <message>
        <source>Place on</source>
        <translation>Setzen auf</translation>
    </message>
</context>
<context>
    <name>Tapping</name>
    <message>
        <source>Letters strike, harder with Shift. Space plays, Backspace takes the last one back, T ends it.</source>
        <translation>Buchstaben schlagen an, mit der Umschalttaste härter. Die Leertaste spielt ab, die Rücktaste nimmt den letzten zurück, T beendet es.</translation>
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
        <source>Move to</source>
        <translation>Verschieben nach</translation>
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
        <source>Add a volume point here</source>
        <translation>Hier einen Lautstärkepunkt setzen</translation>
    </message>
    <message>
        <source>Remove this volume point</source>
        <translation>Diesen Lautstärkepunkt entfernen</translation>
    </message>
    <message>
        <source>Remove all volume points</source>
        <translation>Alle Lautstärkepunkte entfernen</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
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
    <name>Toolbar</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Place best</source>
        <translation>Beste setzen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>TrackMeter</name>
    <message>
        <source>Level of the track</source>
        <translation>Pegel der Spur</translation>
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
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>Swipe across it to hear this part of the take in the cut</source>
        <translation>Darüberstreichen, um diesen Teil des Takes im Schnitt zu hören</translation>
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
    <name>Work</name>
    <message>
        <source>Shots</source>
        <translation>Shots</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Jobs</translation>
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
        <source>waiting, {place} ahead</source>
        <translation>wartet, {place} davor</translation>
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
        <source>, about {time} left</source>
        <translation>, noch etwa {time}</translation>
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
