using IntegrationDispatcher.Preferences;

namespace IntegrationDispatcher.Integrations.Sms;

/// <summary>What SMS understands.</summary>
internal static class SmsConfig
{
    public const string PhoneNumber = "phone_number";

    public static IReadOnlyList<ConfigKey> Keys { get; } = [new(PhoneNumber, "Where the message goes, in E.164 form.", ConfigValues.PhoneNumber)];
}
