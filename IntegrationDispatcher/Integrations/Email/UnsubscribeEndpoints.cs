using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>Where unsubscribe links lead: POST disables EMAIL for the person (RFC 8058), GET only asks.</summary>
internal static class UnsubscribeEndpoints
{
    private const string Route = $"{SecretPaths.Unsubscribe}/{{token}}";

    public static void MapUnsubscribe(this WebApplication app)
    {
        var pages = app.MapGroup("").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
        {
            UnsubscribePages.Protect(context.HttpContext.Response.Headers);
            return await next(context);
        });
        pages.MapGet(Route, Ask);
        pages.MapPost(Route, UnsubscribeAsync);
    }

    private static IResult Ask(string token, UnsubscribeLinks links) =>
        links.PersonOf(token) is null ? UnsubscribePages.NoSuchLink : UnsubscribePages.Question;

    private static async Task<IResult> UnsubscribeAsync(
        string token, UnsubscribeLinks links, EmailOptOut optOut, CancellationToken cancellationToken)
    {
        if (links.PersonOf(token) is not { } userId) return UnsubscribePages.NoSuchLink;
        await optOut(userId, cancellationToken);
        return UnsubscribePages.Done;
    }
}
