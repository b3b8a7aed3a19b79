using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Load;

/// <summary>A far side that takes whatever it is sent and lets it go, so that sending it costs what it costs.</summary>
internal static class Sink
{
    /// <param name="answers">The media type of its empty answers.</param>
    public static async Task<WebApplication> StartAsync(string answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = answers;
        });
        await app.StartAsync();
        return app;
    }
}
