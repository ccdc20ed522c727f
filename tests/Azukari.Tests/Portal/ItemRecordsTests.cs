using System.Globalization;
using Azukari.Policy;
using Azukari.Portal.Information;
using Azukari.Portal.Uses;
using Azukari.Site.Policies;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Ui.Language;
using Azukari.Vault;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Portal;

/// <summary>Who received an item, as the member reads it beside the item.</summary>
public sealed class ItemRecordsTests
{
    [Theory, EngineData]
    public async Task A_company_that_received_an_item_is_named_with_what_it_received_it_as(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (member, vault) = (await world.MemberAsync(Azukari.Members.Contracts.MemberClass.Retail), world.First.Company.Trust.Vault);
        foreach (var order in new[] { "order-1", "order-2" }) // twice to one company: named once
        {
            Assert.IsType<Granted<ItemValues>>(await vault.ReadAsync(member, [ItemId.Parse("name"), ItemId.Parse("address")], new AccessContext
            {
                Accessor = new Accessor("s-1"), As = RecipientKind.Parse("entrustee"), Purpose = ClauseId.Parse("purpose.member.2"), Case = order, To = "mihon-delivery",
            }, Cancel));
        }

        Assert.IsType<Granted<ItemValues>>(await world.ReadAsync(member, "staff.shipping", "purpose.member.2", "name", "mobile"));
        var records = new ItemRecords();
        await foreach (var entry in vault.HistoryAsync(member, Cancel)) records.Add(entry);
        var names = new PolicyNames(new PolicyShelf(() => world.First.Company.Trust.Policies));

        CultureInfo.CurrentUICulture = PageLanguage.Japanese;
        Assert.Equal((3, "mihon-delivery（委託先）"), (records.Of(ItemId.Parse("name"), names).Times, Assert.Single(records.Of(ItemId.Parse("name"), names).Outside)));
        Assert.Empty(records.Of(ItemId.Parse("mobile"), names).Outside);
        CultureInfo.CurrentUICulture = PageLanguage.English;
        Assert.Equal("mihon-delivery (Entrustee)", Assert.Single(records.Of(ItemId.Parse("address"), names).Outside));
    }
}
