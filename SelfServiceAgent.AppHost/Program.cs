using SelfServiceAgent.AppHost;
using SelfServiceAgent.AppHost.Publishing.Compose;
using SelfServiceAgent.AppHost.Publishing.Kubernetes;

var builder = DistributedApplication.CreateBuilder(args);
builder.StopEveryProcessBeforeLeaving();

var (postgres, rabbitMQ) = builder.AddPostgresAndRabbitMQ();

var requestManager = builder.AddService<Projects.RequestManager>("request-manager").OnPort(8080);
var agentService = builder.AddService<Projects.AgentService>("agent-service").OnAnyPort();
var integrationDispatcher = builder.AddService<Projects.IntegrationDispatcher>("integration-dispatcher").OnPort(8081);

agentService
    .StartsAfter(postgres)
    .StartsAfter(rabbitMQ)
    .WithReference(requestManager)
    .ReloadsItsAgents();

integrationDispatcher
    .StartsAfter(postgres)
    .StartsAfter(rabbitMQ)
    .WithReference(requestManager)
    .WithPublicBaseUrlOf(requestManager);

requestManager
    .StartsAfter(postgres)
    .StartsAfter(rabbitMQ)
    .StartsAfter(agentService)
    .StartsAfter(integrationDispatcher)
    .WithPublicBaseUrlOf(requestManager)
    .AnnounceFrontDoor();

builder.OpenForDevelopment(requestManager, integrationDispatcher);
builder.PlaySlackFor(integrationDispatcher);
builder.PassConfigurationTo(requestManager, agentService, integrationDispatcher);

builder.PublishesToKubernetes();
builder.PublishesToCompose();

await using var app = builder.Build();
await app.RunAsync();
