using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault.Storage;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class SchemaTests
{
    [Theory, EngineData]
    public async Task Every_column_of_the_real_tables_is_registered_with_what_it_may_hold_and_no_other(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var real = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var store in new[] { core.Parts.Keys.Store, core.Parts.Vault, core.Parts.Index })
            real.UnionWith(await ColumnsAsync(store));

        Assert.Equal(new SortedSet<string>(ColumnRegister.Columns.Keys, StringComparer.Ordinal), real);
    }

    [Theory, EngineData]
    public async Task A_planted_column_is_found(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync("ALTER TABLE subjects ADD COLUMN nickname TEXT", c), Cancel);

        Assert.Contains("vault.subjects.nickname", (await ColumnsAsync(core.Parts.Vault)).Except(ColumnRegister.Columns.Keys));
    }

    [Theory, EngineData]
    public async Task No_sealed_column_holds_a_value_in_clear(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await world.MemberAsync(core);

        var @sealed = await core.Parts.Vault.ReadAsync((s, c) => s.ListAsync("SELECT sealed FROM items", r => Convert.ToHexString(r.Bytes(0)), c), ct: Cancel);

        Assert.Equal(5, @sealed.Count);
        var name = Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Azukari.Testing.Canaries.CanaryWords.FamilyName));
        Assert.All(@sealed, hex => Assert.DoesNotContain(name, hex, StringComparison.Ordinal));
        Assert.Equal(5, @sealed.Select(hex => hex[..24]).Distinct().Count()); // never the same nonce
    }

    // Tables the stores keep for themselves (migrations, leases) are theirs to register.
    internal static Task<List<string>> ColumnsAsync(Store store) => store.ReadAsync((session, c) => session.ListAsync(
        store.Engine == StoreEngine.Sqlite
            ? "SELECT m.name, p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'store_%' AND m.name NOT LIKE 'sqlite_%'"
            : $"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{PostgresDatabase.SchemaOf(store.Definition.Name)}' AND table_name NOT LIKE 'store_%'",
        r => $"{store.Definition.Name}.{r.GetString(0)}.{r.GetString(1)}", c), ct: Cancel);
}
