using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Cli;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>From an order to a letter: what is read when, what lies where.</summary>
public sealed class OutboxTests
{
    [Theory, EngineData]
    public async Task An_order_becomes_a_letter_to_the_address_the_vault_has_when_it_is_sent(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel);
        var moved = CanaryWords.Mail(900);
        await world.First.Company.Trust.Vault.CorrectAsync(person, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("email")] = Value("email", moved) }, new CorrectionBy.Staff(), Op, ct: Cancel);

        await world.First.SendAsync();

        var letter = Assert.Single(world.Letters());
        Assert.Equal(moved, Assert.Single(letter.To.Mailboxes).Address);
        Assert.Equal("メールアドレスのご確認", letter.Subject);
        Assert.StartsWith($"{CanaryWords.FamilyName} {CanaryWords.GivenName} 様\n\n次のリンクを開いてください。\nhttp://localhost:5080/join/confirm/kdj39fk20s\n\n2026年11月25日(水) 11:00 まで有効です。\n\n--\nシークレットダイレクトジャパン合同会社\n",
            letter.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal($"{queued.Id}@azukari.example", letter.MessageId);
        Assert.Equal("auto-generated", letter.Headers["Auto-Submitted"]);
        Assert.Equal(MessageState.Sent, (await world.RowAsync(queued.Id)).State);
        Assert.All(Directory.GetFiles(world.Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(file)));
    }

    [Theory, EngineData]
    public async Task The_reading_of_the_address_is_in_the_persons_history_with_its_case_and_template(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        await world.First.Outbox.EnqueueAsync(Confirm(person) with { By = new Accessor("mihon-service") }, Cancel);

        await world.First.SendAsync();

        var entry = await world.First.Company.Trust.Vault.HistoryAsync(person, Cancel).FirstAsync(Cancel);
        Assert.Equal(("mihon-service", "staff.customer-service", "purpose.member.1", "application-1", "message:test.confirm"), (entry.Accessor, entry.As, entry.Purpose, entry.Case, entry.Reason));
        Assert.Equal(["email", "name"], entry.Items);
    }

    [Theory, EngineData]
    public async Task Two_orders_with_one_key_are_one_message_also_when_they_come_at_once(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var person = await world.PersonAsync();

        var orders = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => world.First.Outbox.EnqueueAsync(Confirm(person), Cancel), Cancel)));

        Assert.Single(orders, order => order.IsNew);
        Assert.Single(orders.Select(order => order.Id).Distinct());
        Assert.Single(await world.RowsAsync());
    }

    [Theory, EngineData]
    public async Task An_order_lives_and_dies_with_the_transaction_it_was_placed_in(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        await using var db = await world.First.Databases.CreateDbContextAsync(Cancel);
        await using (var undone = await db.Database.BeginTransactionAsync(Cancel))
        {
            await world.First.Outbox.EnqueueAsync(db, Confirm(person, "undone"), Cancel);
            await undone.RollbackAsync(Cancel);
        }

        MessageQueued kept;
        await using (var done = await db.Database.BeginTransactionAsync(Cancel))
        {
            kept = await world.First.Outbox.EnqueueAsync(db, Confirm(person, "done"), Cancel);
            // The same once more is no error, so the caller's transaction goes on.
            Assert.False((await world.First.Outbox.EnqueueAsync(db, Confirm(person, "done"), Cancel)).IsNew);
            await done.CommitAsync(Cancel);
        }

        Assert.Equal(kept.Id.Value, Assert.Single(await world.RowsAsync()).Id);
    }

    [Theory, EngineData]
    public async Task The_queue_holds_no_word_of_the_person_and_of_the_fields_only_sealed_ones_until_it_is_sent(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel);
        var waiting = await world.RowAsync(queued.Id);

        await world.First.SendAsync();

        Assert.DoesNotContain("kdj39fk20s", System.Text.Encoding.Latin1.GetString(waiting.Fields!), StringComparison.Ordinal);
        Assert.Null((await world.RowAsync(queued.Id)).Fields);
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("template")]
    [InlineData("field")]
    [InlineData("value")]
    [InlineData("more")]
    [InlineData("language")]
    [InlineData("key")]
    [InlineData("host")]
    public async Task An_order_that_cannot_be_carried_out_is_refused_at_once_and_no_value_is_repeated(string what)
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        var good = Confirm(SubjectId.New());
        var until = new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);
        var bad = what switch
        {
            "subject" => good with { Subject = default },
            "template" => good with { Template = "test.nothing" },
            "field" => good with { Fields = new MessageFields().Link("link", "/a") },
            "value" => good with { Fields = new MessageFields().Link("link", "/籠の鳥").Moment("until", until) },
            "more" => good with { Fields = new MessageFields().Link("link", "/a").Moment("until", until).Code("note", "a") },
            "language" => good with { Language = "fr" },
            "key" => good with { DedupeKey = "" },
            _ => good with { Fields = new MessageFields().Link("link", "//example.jp/a").Moment("until", until) },
        };

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => world.First.Outbox.EnqueueAsync(bad, Cancel));

        Assert.DoesNotContain("籠", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await world.RowsAsync());
    }
}
