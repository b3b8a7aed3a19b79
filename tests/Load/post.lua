-- One request: 900 characters, from one of a thousand people in turn, each with a session of their own.
local path, secret = os.getenv("LOAD_PATH"), os.getenv("LOAD_SECRET")
local text = string.rep("x", 900)
local number = 0

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
if secret then wrk.headers["x-proxy-secret"] = secret end
if os.getenv("LOAD_PREFER") then wrk.headers["Prefer"] = os.getenv("LOAD_PREFER") end

request = function()
  local person = "person-" .. (number % 1000)
  number = number + 1
  wrk.headers["x-user-id"] = person
  return wrk.format(nil, path, nil, '{"user_id":"' .. person .. '","content":"' .. text .. '"}')
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
