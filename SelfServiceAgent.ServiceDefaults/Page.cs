using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>The part of a list that a caller asks for by <c>limit</c> and <c>offset</c>.</summary>
public sealed record Page(int Limit, int Offset, FieldErrors Errors)
{
    public const string TotalHeader = "X-Total-Count";

    internal const int DefaultLimit = 50;
    internal const int MaxLimit = 200;

    /// <summary>What is wrong with the query is put among <see cref="Errors"/>.</summary>
    public static Page Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var errors = new FieldErrors();
        return new(Number(query, "limit", DefaultLimit, 1, MaxLimit, errors), Number(query, "offset", 0, 0, int.MaxValue, errors), errors);
    }

    public IQueryable<TRow> Of<TRow>(IQueryable<TRow> rows) => rows.Skip(Offset).Take(Limit);

    public static async Task PutTotalOnAsync<TRow>(HttpResponse response, IQueryable<TRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers[TotalHeader] = (await rows.LongCountAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One of the names of <typeparamref name="TEnum"/> by which the list may be narrowed.</summary>
    /// <returns>Null when it is not there, or wrong and put among <see cref="Errors"/>.</returns>
    public TEnum? Filter<TEnum>(IQueryCollection query, string name, IReadOnlyCollection<TEnum> allowed)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(allowed);
        if (!query.TryGetValue(name, out var text)) return null;
        if (EnumText.TryParse<TEnum>(text, out var value) && allowed.Contains(value)) return value;
        Errors.Add(name, $"must be one of: {string.Join(", ", allowed.Select(EnumText.Of))}");
        return null;
    }

    private static int Number(IQueryCollection query, string name, int absent, int min, int max, FieldErrors errors)
    {
        if (!query.TryGetValue(name, out var text)) return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number between {min} and {max}"));
        return absent;
    }
}
