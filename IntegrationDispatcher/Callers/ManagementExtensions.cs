using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations.Test;
using IntegrationDispatcher.Preferences;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

internal static class ManagementExtensions
{
    private const long MaxBodyBytes = 256 * 1024;

    /// <summary>Who may manage.</summary>
    public static void AddManagement(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ManagementOptions>().BindConfiguration(ManagementOptions.Section).ValidateOnStart();
        services.AddSingleton<CallerToken>();
        services.AddAuthentication(ManagementAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ManagementAuthentication>(ManagementAuthentication.SchemeName, null);
        services.AddAuthorization();
    }

    /// <summary>Everything a person or an administrator reaches through the front door.</summary>
    public static void MapManagement(this WebApplication app)
    {
        app.UseAuthentication(); // explicitly: the host would put it before what turns a bare 401 into a problem
        app.UseAuthorization();
        var management = app.MapGroup("/api/v1").RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        var users = management.MapGroup($"/users/{{{UserId.RouteKey}}}").AddEndpointFilter<UserAccess>();
        management.MapDefaults(users);
        users.MapOverrides();
        management.MapIntegrationTypes();
        management.MapDeliveries(users);
        management.MapMessages(users);
        management.MapTestDeliveries();
    }
}
