using System.Globalization;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// Writes a value of the app model as text of what is published. Addresses are the same everywhere: the name of a resource and the port
/// that its container listens on.
/// </summary>
internal abstract class ValueText
{
    /// <summary>The port on which a service's container listens.</summary>
    public const int ServicePort = 8080;

    public string Of(object value) => value switch
    {
        string text => Literal(text),
        ReferenceExpression expression => Filled(expression),
        ParameterResource parameter => Parameter(parameter),
        ConnectionStringReference reference => ConnectionString(reference.Resource),
        IResourceWithConnectionString resource => ConnectionString(resource),
        EndpointReference endpoint => $"{endpoint.Scheme}://{HostAndPort(endpoint)}",
        EndpointReferenceExpression part => Part(part),
        _ => throw new DistributedApplicationException($"A {value.GetType().Name} cannot be published."),
    };

    public static int PortOf(EndpointAnnotation endpoint) => endpoint.TargetPort ?? ServicePort;

    /// <summary>Text that means only itself.</summary>
    protected abstract string Literal(string text);

    protected abstract string Parameter(ParameterResource parameter);

    protected virtual string ConnectionString(IResourceWithConnectionString resource) =>
        resource is ParameterResource parameter ? Parameter(parameter) : Of(resource.ConnectionStringExpression);

    // What is put in may be another expression, so each part is written by itself. Escapes that an expression asks for cannot be had where
    // a value is known only to whoever deploys; what is asked of them is letters and digits.
    private string Filled(ReferenceExpression expression)
    {
        if (expression.IsConditional)
            throw new DistributedApplicationException($"{expression.ValueExpression} depends on a condition, which cannot be published.");

        object[] parts = [.. expression.ValueProviders.Select(Of)];
        return string.Format(CultureInfo.InvariantCulture, Literal(expression.Format), parts);
    }

    private string Part(EndpointReferenceExpression part) => part.Property switch
    {
        EndpointProperty.Url => Of(part.Endpoint),
        EndpointProperty.Host or EndpointProperty.IPV4Host => part.Endpoint.Resource.Name,
        EndpointProperty.Port or EndpointProperty.TargetPort => Port(part.Endpoint),
        EndpointProperty.HostAndPort => HostAndPort(part.Endpoint),
        EndpointProperty.Scheme => part.Endpoint.Scheme,
        _ => throw new DistributedApplicationException($"{part.ValueExpression} cannot be published."),
    };

    private static string HostAndPort(EndpointReference endpoint) => $"{endpoint.Resource.Name}:{Port(endpoint)}";

    private static string Port(EndpointReference endpoint) => PortOf(endpoint.EndpointAnnotation).ToString(CultureInfo.InvariantCulture);
}
