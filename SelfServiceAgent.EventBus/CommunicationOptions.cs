using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SelfServiceAgent.EventBus;

/// <summary>Section <c>Communication</c>: how our services talk to each other.</summary>
public sealed class CommunicationOptions
{
    public const string Section = "Communication";

    /// <summary><c>eventing</c>: over RabbitMQ. <c>direct</c>: by HTTP, without a broker, for development. All services must agree.</summary>
    [EnumDataType(typeof(CommunicationMode))]
    public CommunicationMode Mode { get; set; } = CommunicationMode.Eventing;

    /// <summary>How many events one service holds that it has not yet acknowledged.</summary>
    [Range(1, 5000)]
    public int Prefetch { get; set; } = 300;

    /// <summary>How long a publisher waits for the confirmation before it leaves the event to its sweeper.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(15);
}

public enum CommunicationMode
{
    Eventing,
    Direct,
}

[OptionsValidator]
internal sealed partial class CommunicationOptionsValidator : IValidateOptions<CommunicationOptions>;
