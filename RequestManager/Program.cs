using RequestManager.Callers;
using RequestManager.Callers.IssuedKeys;
using RequestManager.DeadLetters;
using RequestManager.Erasures;
using RequestManager.FrontDoor;
using RequestManager.Limits;
using RequestManager.Reference;
using RequestManager.Requests;
using RequestManager.Responses;
using RequestManager.Sessions;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

await HealthProbe.LeaveIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.RequestManager);
builder.AddServiceDatabase<RequestDb>(RequestDb.HistoryTable);
builder.AddEventBus(ServiceNames.RequestManager);
builder.AddLimits();
builder.AddCallers();
builder.AddRequests();
builder.AddSessions();
builder.AddResponses();
builder.AddDeadLetters();
builder.AddRequestRetention();
builder.AddErasures();
builder.AddFrontDoor();
builder.AddReference();

var app = builder.Build();
app.MapServiceDefaults();
app.UseAddressLimit();
app.UseJsonBodies(
    "/api/v1/requests", "/api/v1/api-keys", "/api/v1/dead-letters", "/api/v1/sessions", "/api/v1/users", "/api/v1/deliveries", "/api/v1/integration-defaults");
app.UseCallers();
app.MapRequests();
app.MapSessions();
app.MapErasures();
app.MapApiKeys();
app.MapDeadLetters();
app.MapReference();
app.MapReverseProxy();
app.MapEvents();
await app.RunServiceAsync();
