using Azukari.Stores;

namespace Azukari.Tests.Stores;

internal static class StoreWorld
{
    public static readonly Migration First = new(1, "notes", """
        CREATE TABLE notes (id {long} PRIMARY KEY, body {bytes}, label {text}) {strict};
        INSERT INTO notes (id, body, label) VALUES (0, {nothing}, 'counter');
        """);

    public static readonly StoreDefinition Notes = new("notes", First);

    public static readonly StoreDefinition Careful = new("notes", First) { SecureDelete = true };

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<Store> OpenAsync(StoreLocation location, StoreDefinition? definition = null, TimeProvider? clock = null) =>
        Store.OpenAsync(location, definition ?? Notes, clock ?? TimeProvider.System, Cancel);

    public static Task<int> AddAsync(this Store store, long id, byte[] body) => store.WriteAsync(
        (t, ct) => t.ExecuteAsync("INSERT INTO notes (id, body) VALUES (@id, @body)", ct, ("id", id), ("body", body)), Cancel);

    public static Task<long> CountAsync(this Store store) =>
        store.ReadAsync(async (s, ct) => await s.ScalarAsync<long>("SELECT count(*) FROM notes", ct), ct: Cancel);
}
