using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using RequestManager.Requests;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;

namespace RequestManager.Limits;

internal static class LimitsExtensions
{
    private static readonly PathString[] _probes = ["/alive", "/health"];
    private static readonly PathString _events = "/api/v1/events";

    public static void AddLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AddressLimiter>();
        builder.Services.AddSingleton<CallerLimiter>();
        builder.Services.AddSweeper<CallerUsage>();
        builder.Services.AddDatabaseChannel(services => new(CallerUsage.NotifyChannel, services.GetRequiredService<CallerUsage>().Hear, () => { }));
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<RequestOptions>>(TrustProxies);
    }

    /// <summary>
    /// Before everything that costs: refuses an address that asks too much. Not what probes ask: a refused one would take us out of
    /// service, and what they are told is remembered.
    /// </summary>
    public static void UseAddressLimit(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            var isEvent = context.Request.Path.StartsWithSegments(_events);
            var isOurs = isEvent && context.RequestServices.GetRequiredService<ServiceKey>().IsOn(context.Request);
            if (isOurs || IsProbe(context.Request.Path)) return next(context); // our own services are not limited
            var addresses = context.RequestServices.GetRequiredService<AddressLimiter>();
            if (!addresses.Admits(context)) return RateLimited(context).ExecuteAsync(context);
            if (isEvent) addresses.Charge(context); // forged
            return next(context);
        });
    }

    /// <summary>The 429 of whoever asks too much.</summary>
    /// <param name="after">When trying again makes sense; a second when nobody can tell.</param>
    public static IResult RateLimited(HttpContext context, TimeSpan? after = null) =>
        Problems.RateLimited.Result(context, retryAfter: Math.Max(1, (int)Math.Ceiling(after?.TotalSeconds ?? 1)));

    private static bool IsProbe(PathString path) => _probes.Any(probe => path.StartsWithSegments(probe));

    private static void TrustProxies(ForwardedHeadersOptions forwarded, IOptions<RequestOptions> options)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.Value.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        forwarded.ForwardedHeaders = options.Value.TrustedProxies is [] ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null; // as far back as we trust
    }
}
