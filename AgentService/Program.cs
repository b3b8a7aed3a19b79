using AgentService.Agents;
using AgentService.Safety;
using AgentService.Storage;
using AgentService.Turns;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.AgentService);
builder.AddServiceDatabase<AgentDb>(AgentDb.HistoryTable);
builder.AddEventBus(ServiceNames.AgentService);
builder.AddAgents();
builder.AddSafety();
builder.AddTurns();
builder.AddTurnRetention();

var app = builder.Build();
app.MapServiceDefaults();
app.MapAgents();
app.MapEvents();
await app.RunAsync();
