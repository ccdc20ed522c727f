using Npgsql;

namespace Azukari.Stores;

/// <summary>
/// Connections for statements that serve many callers at once: prepared by name, planned once for any number of values. (Left to itself the
/// server weighs a plan for each call as long as the first were for few.) Opened at first use.
/// </summary>
internal sealed class PostgresCalls(NpgsqlConnectionStringBuilder settings, bool readOnly) : IAsyncDisposable
{
    private const int MostConnections = 8;
    private readonly Lazy<NpgsqlDataSource> _source = new(() => PostgresSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        Options = string.Join(' ', settings.Options, "-c plan_cache_mode=force_generic_plan").Trim(),
        MaxPoolSize = MostConnections,
        MinPoolSize = 0,
    }, readOnly));

    public async Task RunAsync(IReadOnlyList<StoreCall> calls, CancellationToken ct)
    {
        var connection = await _source.Value.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                foreach (var call in calls)
                    batch.BatchCommands.Add(Command(call));
                await batch.PrepareAsync(ct).ConfigureAwait(false); // asks the server only where this connection has not prepared it yet
                var reader = await batch.ExecuteReaderAsync(ct).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    foreach (var call in calls)
                    {
                        while (await reader.ReadAsync(ct).ConfigureAwait(false))
                            call.Row(reader);
                        await reader.NextResultAsync(ct).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _source.IsValueCreated ? _source.Value.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>A parameter without a name; it is sent in the binary form of its type.</summary>
    internal static NpgsqlParameter Parameter(object value) => value switch
    {
        long number => new NpgsqlParameter<long> { TypedValue = number },
        byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
        string text => new NpgsqlParameter<string> { TypedValue = text },
        byte[]?[] many => new NpgsqlParameter<byte[]?[]> { TypedValue = many },
        long[] many => new NpgsqlParameter<long[]> { TypedValue = many },
        string?[] many => new NpgsqlParameter<string?[]> { TypedValue = many },
        _ => throw new ArgumentException($"A parameter of type {value.GetType()} is not known here.", nameof(value)),
    };

    private static NpgsqlBatchCommand Command(StoreCall call)
    {
        var command = new NpgsqlBatchCommand(call.Sql);
        foreach (var value in call.Values)
            command.Parameters.Add(Parameter(value));
        return command;
    }
}
