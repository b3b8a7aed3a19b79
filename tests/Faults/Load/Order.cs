namespace Faults.Load;

/// <summary>A conversation that ends in an effect: somebody agreed to a request for a thing nobody else orders.</summary>
internal sealed record Order(string Person, string Thing)
{
    /// <summary>The word of consent.</summary>
    public const string Yes = "yes";

    /// <summary>The ticket they were told; null until then.</summary>
    public string? Number { get; set; }
}
