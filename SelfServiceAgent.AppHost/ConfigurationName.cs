namespace SelfServiceAgent.AppHost;

/// <summary>The name under which the AppHost's configuration speaks of a service.</summary>
internal sealed record ConfigurationName(string Value) : IResourceAnnotation;
