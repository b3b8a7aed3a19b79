using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>What the numbers of an override may be. Pure.</summary>
internal static class SettingsRules
{
    public const int DefaultPriority = 1;
    public const int DefaultRetryCount = 3;
    public const int DefaultRetryDelaySeconds = 60;

    public static void CheckNumbers(FieldErrors errors, int? priority, int? retryCount, int? retryDelaySeconds)
    {
        errors.Check(priority is null or (>= 1 and <= 100), "priority", "must be between 1 and 100");
        errors.Check(retryCount is null or (>= 0 and <= 50), "retry_count", "must be between 0 and 50");
        errors.Check(retryDelaySeconds is null or (>= 1 and <= 86_400), "retry_delay_seconds", "must be between 1 and 86400");
    }
}
