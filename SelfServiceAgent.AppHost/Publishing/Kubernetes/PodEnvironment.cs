using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// A container's variables. A secret is a reference to a key of a Secret; a value with secrets in it names variables that are, before it.
/// </summary>
internal sealed class PodEnvironment : ValueText
{
    private readonly List<V1EnvVar> _variables = [];

    public static IList<V1EnvVar> Of(IEnumerable<KeyValuePair<string, object>> environment)
    {
        var pod = new PodEnvironment();
        foreach (var (name, value) in environment)
            pod.Add(name, value);

        return pod._variables;
    }

    protected override string Literal(string text) => text.Replace("$(", "$$(", StringComparison.Ordinal);

    protected override string Parameter(ParameterResource parameter) => Variable(parameter.Variable(), Secrets.Key(parameter));

    // Who the owner is and where the server, only the operator knows.
    protected override string ConnectionString(IResourceWithConnectionString resource)
    {
        if (resource is not PostgresDatabaseResource database)
            return base.ConnectionString(resource);

        var secret = Secrets.OfOwner(database.Parent);
        string From(string key) => Variable(PublishedName.Variable($"{database.Parent.Name}-{key}"), Secrets.Key(secret, key));
        var server = $"Host={From("host")};Port={From("port")};Username={From("username")};Password={From("password")}";
        return $"{server};Database={From("dbname")};SSL Mode=Require";
    }

    private void Add(string name, object value)
    {
        if (Whole(value) is { } source)
        {
            Variable(name, source);
            return;
        }

        var text = Of(value); // what it refers to comes before it
        _variables.Add(new V1EnvVar { Name = name, Value = text });
    }

    private static V1EnvVarSource? Whole(object value) => value switch
    {
        ParameterResource parameter => Secrets.Key(parameter),
        ConnectionStringReference { Resource: ParameterResource parameter } => Secrets.Key(parameter),
        ConnectionStringReference { Resource: RabbitMQServerResource broker } => Secrets.Key(Secrets.OfUser(broker), "connection_string"),
        _ => null,
    };

    private string Variable(string name, V1EnvVarSource source)
    {
        if (_variables.All(variable => variable.Name != name))
            _variables.Add(new V1EnvVar { Name = name, ValueFrom = source });

        return $"$({name})";
    }
}
