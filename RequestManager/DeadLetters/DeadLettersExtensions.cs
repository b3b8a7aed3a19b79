using SelfServiceAgent.EventBus;

namespace RequestManager.DeadLetters;

internal static class DeadLettersExtensions
{
    public static void AddDeadLetters(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<DeadLetterReplayer>();
        builder.Services.AddSweeper<OpenDeadLetters>();
        builder.AddDeadLetterReceiver<DeadLetterStore>();
    }
}
