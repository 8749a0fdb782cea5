"""A cell as a stand-alone script: the library on trial, a peer no larger than it must be, and no harness.

recording.py   acts a cell out and keeps what a script needs: the transcript and each end's setup
spelling.py    values and expressions as Python source
contexts.py    how an end is made, as source: the drivers themselves dictate it
face.py        what a face is: the class of an end, and each call as source
faces.py       the faces there are, by driver or implementation (streams.py: asyncio's; *_face.py: of other
               stacks; green_face.py: gevent's and eventlet's; program_face.py, jsse_face.py: of programs, the
               latter with Engine.java, of which a script brings what it calls)
runtime.py     what every script brings along: the text of its own helpers
acting.py      from a transcript to the script's statements
lying.py       the peer that lies with the right keys, and what its lies are
peer_text.py   that peer as text: as much of it as a script needs (renegotiating.py: further handshakes)
showing.py     the line in which it shows
pruning.py     without what is not used
writing.py     the whole text
trying.py      the first candidate that shows the same when it is run
"""
