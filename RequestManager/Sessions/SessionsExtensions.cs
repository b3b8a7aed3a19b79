using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Sessions;

internal static class SessionsExtensions
{
    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<SessionOptions, SessionOptionsValidator>(SessionOptions.Section);
        builder.Services.AddSingleton<SessionNumbering>();
        builder.Services.AddSweeper<SessionSweeper>();
    }
}
