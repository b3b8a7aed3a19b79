using System.Text.Json.Nodes;

namespace SlackFarSide.App;

internal static class AppExtensions
{
    public static void AddCallsToTheApp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AppClient>();
        builder.Services.AddSingleton<Events>();
        builder.Services.AddSingleton<Talk>();
        builder.Services.AddSingleton<ResponseUrls>();
        builder.Services.AddSingleton<Views>();
        builder.Services.AddSingleton<Commands>();
        builder.Services.AddSingleton<Interactions>();
    }

    public static void MapResponseUrls(this WebApplication app) => app.MapPost($"{ResponseUrls.Path}{{id}}", Respond);

    private static IResult Respond(string id, JsonObject body, ResponseUrls responses)
    {
        try
        {
            responses.Use(id, body);
            return Results.Text("ok");
        }
        catch (SlackError e)
        {
            return Results.Json(e.Answer, SlackJson.Options, statusCode: e.Message.EndsWith("_url", StringComparison.Ordinal) ? 404 : 400);
        }
    }
}
