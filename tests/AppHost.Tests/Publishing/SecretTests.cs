using System.Text.RegularExpressions;
using k8s.Models;

namespace AppHost.Tests.Publishing;

/// <summary>Secrets are named and never written; what refers to one finds it.</summary>
public sealed partial class SecretTests(Publications publications)
{
    // What the two operators write into the Secrets they make.
    private const string OfUser = "connection_string";

    private static readonly string[] _ofOwner = ["dbname", "host", "password", "port", "username"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_secret_that_is_asked_for_exists_or_is_made(bool isExternal)
    {
        var publication = isExternal ? publications.KubernetesExternal : publications.Kubernetes;
        var set = new ManifestSet(publication);
        var ofOwners = set.ForeignOf("Cluster").SelectMany(each => _ofOwner.Select(key => $"{ManifestSet.Name(each)}-app/{key}"));
        var ofUsers = set.ForeignOf("RabbitmqCluster").Select(each => $"{ManifestSet.Name(each)}-default-user/{OfUser}");
        string[] known = [.. ofOwners, .. ofUsers, .. Asked(publication).Select(key => $"self-service-agent/{key}")];

        var fromPods = set.Containers.SelectMany(container => container.Env)
            .Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().Select(each => $"{each.Name}/{each.Key}");
        var fromTriggers = set.ForeignOf("TriggerAuthentication").SelectMany(each => ManifestSet.Items(each, "spec", "secretTargetRef"))
            .Select(each => $"{ManifestSet.Text(each, "name")}/{ManifestSet.Text(each, "key")}");
        Assert.All(fromPods.Concat(fromTriggers), reference => Assert.Contains(reference, known));
        Assert.All(Asked(publication), key => Assert.Contains($"self-service-agent/{key}", fromPods));
        var files = set.Containers.SelectMany(container => container.EnvFrom ?? []).Select(from => $"{from.SecretRef.Name}.env.example");
        Assert.All(files, file => Assert.Contains(file, publication.Files.Keys));
    }

    [Fact]
    public void A_variable_names_only_those_before_it() => Assert.All(new ManifestSet(publications.Kubernetes).Containers, container =>
    {
        foreach (var (index, variable) in container.Env.Index())
        {
            var named = Reference().Matches(variable.Value ?? "").Select(match => match.Groups["name"].Value);
            Assert.All(named, name => Assert.Contains(name, container.Env.Take(index).Select(each => each.Name)));
        }
    });

    [Fact]
    public void Servers_elsewhere_are_given_by_connection_strings()
    {
        var set = new ManifestSet(publications.KubernetesExternal);
        Assert.Empty(set.ForeignOf("Cluster"));
        Assert.Empty(set.ForeignOf("RabbitmqCluster"));
        Assert.Equal(
            ["llama-agents-connection-string", "messaging-connection-string", "service-key"],
            Asked(publications.KubernetesExternal).Order());
    }

    [Theory]
    [InlineData("kubernetes")]
    [InlineData("compose")]
    public void Nothing_of_development_is_published(string step) => Assert.All(publications.Of(step).Files, file =>
    {
        string[] opens = ["Dangerous", "development", "web-test-user", "MigrateOnStart", "localhost", "ASPNETCORE_FORWARDEDHEADERS"];
        Assert.All(opens, word => Assert.DoesNotContain(word, file.Value, StringComparison.OrdinalIgnoreCase));
    });

    [Theory]
    [InlineData("kubernetes")]
    [InlineData("compose")]
    public void Examples_have_no_values_but_defaults(string step)
    {
        var given = publications.Of(step).Files.Where(file => file.Key.EndsWith(".example", StringComparison.Ordinal))
            .SelectMany(file => file.Value.Split('\n')).Where(line => line.Length > 0 && line[0] != '#');
        Assert.All(given, line => Assert.EndsWith("=", line));
    }

    private static IEnumerable<string> Asked(Publication publication) => publication.Files["secrets.env.example"].Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.TrimEnd('='));

    [GeneratedRegex(@"(?<!\$)\$\((?<name>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
