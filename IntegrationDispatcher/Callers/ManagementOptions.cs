namespace IntegrationDispatcher.Callers;

/// <summary>Section <c>Authentication</c>: who may manage preferences and look at deliveries.</summary>
internal sealed class ManagementOptions
{
    public const string Section = "Authentication";

    /// <summary>
    /// Lets anyone who reaches this service read and change everyone's preferences and see everyone's deliveries, without a credential. For
    /// development only.
    /// </summary>
    public bool DangerousAllowAnonymousManagement { get; set; }
}
