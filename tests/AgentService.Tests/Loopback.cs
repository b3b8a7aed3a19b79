using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentService.Tests;

/// <summary>The web server of a far side that is played: on this machine only, and silent.</summary>
internal static class Loopback
{
    /// <param name="port">Any that is free when 0.</param>
    public static WebApplication Build(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        return builder.Build();
    }
}
