using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.IntegrationDispatcher);
builder.AddServiceDatabase<DispatcherDb>(DispatcherDb.HistoryTable);
builder.AddEventBus(ServiceNames.IntegrationDispatcher);
builder.AddDeliveries();
builder.AddPreferences();
builder.AddIntegrations();
builder.AddManagement();
builder.AddReference();

var app = builder.Build();
app.MapServiceDefaults();
app.MapEvents();
app.MapManagement();
app.MapUnsubscribe();
app.MapReference();
await app.RunAsync();
