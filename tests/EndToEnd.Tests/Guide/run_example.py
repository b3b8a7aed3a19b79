"""Runs the script on standard input as a notebook would: await may stand anywhere, and the value of the last line is printed, as JSON."""

import ast
import asyncio
import inspect
import json
import sys

script = ast.parse(sys.stdin.read())
script.body[-1] = ast.Assign([ast.Name("value", ast.Store())], script.body[-1].value)
code = compile(ast.fix_missing_locations(script), "example", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
names = {"__name__": "example"}
running = eval(code, names)
if inspect.iscoroutine(running):
    asyncio.run(running)
print(json.dumps(names["value"]))
