using System.Globalization;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>What the numbers of an override may be. Pure.</summary>
internal static class SettingsRules
{
    public const int DefaultPriority = 1;
    public const int DefaultRetryCount = 3;
    public const int DefaultRetryDelaySeconds = 60;

    public const int MinPriority = 1, MaxPriority = 100;
    public const int MinRetryCount = 0, MaxRetryCount = 50;
    public const int MinRetryDelaySeconds = 1, MaxRetryDelaySeconds = 86_400;

    public static void CheckNumbers(FieldErrors errors, int? priority, int? retryCount, int? retryDelaySeconds)
    {
        Check("priority", priority, MinPriority, MaxPriority);
        Check("retry_count", retryCount, MinRetryCount, MaxRetryCount);
        Check("retry_delay_seconds", retryDelaySeconds, MinRetryDelaySeconds, MaxRetryDelaySeconds);

        void Check(string field, int? value, int min, int max) =>
            errors.Check(value is null || (value >= min && value <= max), field, string.Create(CultureInfo.InvariantCulture, $"must be between {min} and {max}"));
    }
}
