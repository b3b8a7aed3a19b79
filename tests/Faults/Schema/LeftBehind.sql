-- What the first version had accepted and not answered when it was stopped.
insert into request_sessions (session_id, user_id, integration_type, status, total_requests)
values ('00000000-0000-7000-8000-000000000001', 'john.doe@example.com', 'WEB', 'ACTIVE', 1);
insert into request_logs (request_id, session_id, session_seq, user_id, sent_by, status, request_type, request_content, normalized_request, cloudevent_id, cloudevent_type, next_publish_at)
values (
  '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 1, 'john.doe@example.com', 'anonymous', 'PENDING', 'message', 'left behind',
  '{"user_id":"john.doe@example.com","content":"left behind","request_type":"message","integration_type":"WEB","integration_context":{},"user_context":{},"requires_routing":true}',
  '00000000-0000-7000-8000-000000000002', 'com.self-service-agent.request.created', now());
