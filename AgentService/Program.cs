using AgentService.Agents;
using AgentService.Safety;
using AgentService.Storage;
using AgentService.Turns;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Erasure;

await HealthProbe.LeaveIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.AgentService);
builder.AddServiceDatabase<AgentDb>(AgentDb.HistoryTable);
builder.AddEventBus(ServiceNames.AgentService);
builder.AddAgents();
builder.AddSafety();
builder.AddTurns();
builder.AddTurnRetention();
builder.Services.AddSingleton<IErasure, TurnErasure>();

var app = builder.Build();
app.MapServiceDefaults();
app.MapAgents();
app.MapErasure();
app.MapEvents();
await app.RunServiceAsync();
