using Azukari.Stores;

namespace Azukari.Tests.Cli;

/// <summary>Clients and operators are accessors in one ledger: who acted must be told apart.</summary>
public sealed class ClientNameTests
{
    [Fact]
    public async Task No_client_is_called_like_an_operator_a_member_or_the_program()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 1);

        var no = (await desk.Azukari.RunAsync("clients", "add", "mihon-shipping", "--as", "staff.shipping", "--scopes", "access")).Exits(2);
        Assert.Contains("could not tell the two apart", no.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("mihon-shipping", (await desk.Azukari.RunAsync("clients", "list")).Exits(0).Out, StringComparison.Ordinal);
        foreach (string taken in new[] { "member", "system", "web" })
            Assert.Contains("the program itself", (await desk.Azukari.RunAsync("clients", "add", taken, "--as", "staff.shipping", "--scopes", "access")).Exits(2).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("clients", "add", "shipping", "--as", "staff.shipping", "--scopes", "access")).Exits(0);
    }
}
