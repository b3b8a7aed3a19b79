using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Slack;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Erasure;

await HealthProbe.LeaveIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.IntegrationDispatcher);
builder.AddServiceDatabase<DispatcherDb>(DispatcherDb.HistoryTable);
builder.AddEventBus(ServiceNames.IntegrationDispatcher);
builder.AddDeliveries();
builder.AddPreferences();
builder.AddIntegrations();
builder.AddSlackIn();
builder.AddDeliveryRetention();
builder.Services.AddSingleton<IErasure, DeliveryErasure>();
builder.AddManagement();
builder.AddReference();

var app = builder.Build();
app.MapServiceDefaults();
app.MapEvents();
app.MapErasure();
app.MapManagement();
app.MapUnsubscribe();
app.MapSlack();
app.MapReference();
await app.RunServiceAsync();
