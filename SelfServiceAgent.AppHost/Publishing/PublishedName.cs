namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>The names under which whoever deploys gives a value.</summary>
internal static class PublishedName
{
    /// <summary>In a Kubernetes Secret: <c>service-key</c>, <c>messaging-connection-string</c>.</summary>
    public static string Key(this ParameterResource parameter) =>
        parameter is IResourceWithConnectionString ? $"{parameter.Name}-connection-string" : parameter.Name;

    /// <summary>In an environment: <c>SERVICE_KEY</c>, <c>MESSAGING_CONNECTION_STRING</c>.</summary>
    public static string Variable(this ParameterResource parameter) => Variable(parameter.Key());

    public static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();
}
