namespace SelfServiceAgent.Contracts;

/// <summary>The HTTP headers our services agree on among themselves. What the outside sends under these names the front door never passes on.</summary>
public static class HeaderNames
{
    /// <summary>The shared secret by which one of our services knows another.</summary>
    public const string ServiceKey = "x-service-key";

    /// <summary>Who asked at the front door: a JWT of 60 seconds signed by RequestManager.</summary>
    public const string Caller = "x-ssa-caller";
}
