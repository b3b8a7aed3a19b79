using AgentService.Tools.Laptops;

namespace ItServicesMcp;

/// <summary>An MCP server with the demo directory and tickets that are gone when it stops. For development and tests; part of no deployment.</summary>
public static class ItServices
{
    /// <summary>Where it answers over streamable HTTP.</summary>
    public const string Path = "/mcp";

    /// <param name="first">Sees every request before the server does.</param>
    public static WebApplication OverHttp(string[] args, Func<HttpContext, RequestDelegate, Task>? first = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Call, HttpCall>();
        AddServices(builder.Services).WithHttpTransport();
        var app = builder.Build();
        if (first is not null) app.Use(first);
        app.MapMcp(Path);
        return app;
    }

    public static IHost OverStandardStreams(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders(); // standard output is the protocol's
        builder.Services.AddScoped<Call>();
        AddServices(builder.Services).WithStdioServerTransport();
        return builder.Build();
    }

    private static IMcpServerBuilder AddServices(IServiceCollection services)
    {
        services.AddSingleton(_ => People.Read(System.IO.Path.Combine(AppContext.BaseDirectory, "Config", "data", "people.csv")));
        services.AddSingleton<Tickets>();
        return services.AddMcpServer(server => server.ServerInfo = new() { Name = "it-services", Version = "1.0" }).WithTools<ItTools>();
    }
}
