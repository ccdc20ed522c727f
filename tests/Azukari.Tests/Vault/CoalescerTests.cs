using System.Collections.Concurrent;
using Azukari.Vault;
using Azukari.Vault.Storage;

namespace Azukari.Tests.Vault;

public sealed class CoalescerTests
{
    [Fact]
    public async Task Callers_who_come_while_a_read_is_under_way_share_the_next_one()
    {
        var reads = new ConcurrentQueue<SubjectId[]>();
        var first = new TaskCompletionSource();
        var coalescer = new Coalescer<int>(workers: 1, most: 128, async ids =>
        {
            reads.Enqueue([.. ids]);
            if (reads.Count == 1) await first.Task;
            return reads.Count;
        });
        SubjectId[] people = [.. Enumerable.Range(0, 40).Select(_ => SubjectId.New())];

        var early = coalescer.ReadAsync([people[0]], VaultWorld.Cancel);
        while (reads.IsEmpty) await Task.Delay(1, VaultWorld.Cancel);
        var late = people.Select(id => coalescer.ReadAsync([id], VaultWorld.Cancel)).ToList();
        first.SetResult();

        Assert.Equal(1, await early);
        Assert.All(await Task.WhenAll(late), round => Assert.Equal(2, round)); // never the read that was under way: it may have looked before they asked
        Assert.Equal(people.Order(), reads.Last().Order());
    }

    [Fact]
    public async Task A_batch_takes_no_more_than_it_may_and_nobody_is_forgotten()
    {
        var sizes = new ConcurrentQueue<int>();
        var coalescer = new Coalescer<SubjectId[]>(workers: 2, most: 8, async ids =>
        {
            sizes.Enqueue(ids.Count);
            await Task.Yield();
            return [.. ids];
        });

        var asked = Enumerable.Range(0, 500).Select(_ => SubjectId.New()).ToList();
        var answers = await Task.WhenAll(asked.Select(id => Task.Run(() => coalescer.ReadAsync([id], VaultWorld.Cancel), VaultWorld.Cancel)));

        Assert.All(asked.Zip(answers), pair => Assert.Contains(pair.First, pair.Second));
        Assert.All(sizes, size => Assert.InRange(size, 1, 8));
        Assert.Equal(500, sizes.Sum());
    }

    [Fact]
    public async Task A_read_that_fails_is_told_to_its_callers_and_the_next_one_works()
    {
        var fails = true;
        var coalescer = new Coalescer<int>(workers: 1, most: 8, ids => fails ? throw new IOException("the server is gone") : Task.FromResult(ids.Count));

        await Assert.ThrowsAsync<IOException>(() => coalescer.ReadAsync([SubjectId.New()], VaultWorld.Cancel));
        fails = false;

        Assert.Equal(1, await coalescer.ReadAsync([SubjectId.New()], VaultWorld.Cancel));
    }
}
