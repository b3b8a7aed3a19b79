using System.Text.Json.Nodes;

namespace AppHost.Tests.Manifests;

public sealed class ManifestFormTests
{
    [Theory]
    [InlineData("""{"p":{"type":"annotated.string","value":"x"}}""", "kind")]
    [InlineData("""{"p":{"type":"parameter.v0","value":"{p.inputs.value}"}}""", "inputs")]
    [InlineData("""{"p":{"type":"value.v0","connectionString":"{q.value}"}}""", "{q.value}")]
    [InlineData("""{"p":{"type":"value.v0","connectionString":"x","secret":"y"}}""", "secret")]
    [InlineData("""{"p":{"type":"project.v0","path":"x","env":{},"bindings":{"http":{"scheme":"http","protocol":"tcp","transport":"http","port":8080}}}}""", "8080")]
    [InlineData("""{"p":{"type":"container.v0","image":"x","bindings":{"tcp":{"scheme":"tcp","protocol":"tcp","transport":"tcp"}}}}""", "targetPort")]
    [InlineData("""{"p":{"type":"container.v0","image":"x","volumes":[{"name":"x"}]}}""", "volume")]
    public void What_azd_would_not_take_is_found(string resources, string word) =>
        Assert.Contains(ManifestForm.FaultsOf(JsonNode.Parse(resources)!.AsObject()), fault => fault.Contains(word, StringComparison.Ordinal));
}
