using SlackFarSide.Api;
using SlackFarSide.App;
using SlackFarSide.Control;
using SlackFarSide.Workspaces;

var builder = WebApplication.CreateBuilder(args);
builder.AddWorkspace();
builder.AddCallsToTheApp();
builder.AddWebApi();

var app = builder.Build();
app.MapWebApi();
app.MapResponseUrls();
app.MapControl();
app.MapPage();
await app.RunAsync();
