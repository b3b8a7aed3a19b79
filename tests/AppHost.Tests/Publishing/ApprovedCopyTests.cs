using AppHost.Tests.Support;

namespace AppHost.Tests.Publishing;

/// <summary>The copies under <c>deploy/</c>, in which a change of what is published is seen and agreed to.</summary>
public sealed class ApprovedCopyTests(Publications publications)
{
    private const string Remedy = "Run eng/publish.sh, look at the difference, and commit it if it is meant";

    [Theory]
    [InlineData("kubernetes")]
    [InlineData("compose")]
    public void What_is_written_is_what_was_approved(string step)
    {
        var written = publications.Of(step).Files;
        var approved = Approved(step);

        var isComplete = approved.Keys.Order().SequenceEqual(written.Keys.Order());
        Assert.True(isComplete, $"deploy/{step} has other files than are written. {Remedy}.");
        Assert.All(written, file => Assert.True(
            file.Value == approved[file.Key],
            $"deploy/{step}/{file.Key} is not what is written.\n{FirstDifference(approved[file.Key], file.Value)}\n{Remedy}."));
    }

    // Whoever deploys from here has files of their own beside them, which are nobody else's business.
    private static Dictionary<string, string> Approved(string step) => Directory.EnumerateFiles(Repository.At("deploy", step))
        .Where(file => !file.EndsWith(".env", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    private static string FirstDifference(string approved, string written)
    {
        var (left, right) = (approved.Split('\n'), written.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}, approved: {left.ElementAtOrDefault(line)}\nLine {line + 1}, written:  {right.ElementAtOrDefault(line)}";
    }
}
