"""How a query worker answers: two lengths, a head in JSON, a body as it will be sent."""

import struct

FRAME = struct.Struct(">II")  # bytes of the head and of the body that follow
