using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ServiceNames.IntegrationDispatcher);
builder.AddServiceDatabase<DispatcherDb>("__ef_migrations_integration_dispatcher");
builder.Services.AddManagement();
builder.Services.AddPreferences();
builder.Services.AddIntegrations();
builder.Services.AddDeliveries();
builder.AddEventBus(ServiceNames.IntegrationDispatcher);

var app = builder.Build();
app.MapServiceDefaults();
app.MapEvents();
app.MapManagement();
app.Run();
