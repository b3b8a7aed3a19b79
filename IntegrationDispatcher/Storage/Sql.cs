using Npgsql;

namespace IntegrationDispatcher.Storage;

/// <summary>Typed positional parameters for statements that hold many rows at once.</summary>
internal static class Sql
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>One column of many rows, for <c>unnest</c>.</summary>
    public static NpgsqlCommand WithColumn<TItem, T>(this NpgsqlCommand command, IEnumerable<TItem> items, Func<TItem, T> column) =>
        command.With<T[]>([.. items.Select(column)]);

    public static T? Nullable<T>(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? default : reader.GetFieldValue<T>(ordinal);
}
