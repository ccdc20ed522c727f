using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Members.Sample;

/// <summary>
/// The sample's members: everybody of a member's kind taken in with the number they have, sponsored by an agent who came before them; then some
/// leave, some change class or are suspended, and some are moved in the tree, through the same acts as anybody.
/// </summary>
internal sealed class SampleMembers : ISampleContributor
{
    private const int Batch = 2_000;
    private const ulong Seed = 20261002;

    public async Task ContributeAsync(SampleScene scene, CancellationToken cancel)
    {
        await using var services = await CompanyStorage.OpenAsync(scene.Company, scene.Clock, more => more.AddMemberServices(), cancel);
        MembersModule.Attach(scene.Company, scene.Clock); // whoever is erased later in the sample goes from here too
        var book = services.GetRequiredService<MemberBook>();
        var numbers = new SeededSequence(Seed);
        var sponsored = Sponsored(scene.People, numbers);
        foreach (var chunk in sponsored.Chunk(Batch))
        {
            foreach (var result in await book.TakeInAsync(chunk, new MemberActing(scene.By, "sample-1"), cancel))
                if (result is MemberRefused refused) throw new InvalidOperationException($"The sample's member is refused: {refused.Why}.");
        }

        var tree = services.GetRequiredService<SponsorTree>();
        await tree.CatchUpAsync(cancel);
        // Who came under the newest version is left as they are: they are the ones newcomers to the program try things on.
        var newest = scene.Company.Trust.Policies.InForce.Version;
        var old = sponsored.Where(member => member.PolicyVersion != newest).ToList();
        await ActAsync(scene, book, tree, old, numbers, cancel);
    }

    /// <summary>
    /// Sponsors as they come about: most newcomers follow somebody who is there, as often as that somebody has many already; so lines grow deep
    /// here and wide there. The first agent of all, and one in a thousand later, was sponsored by the company.
    /// </summary>
    private static List<KnownMember> Sponsored(IReadOnlyList<SampleSubject> people, SeededSequence numbers)
    {
        var members = new List<KnownMember>();
        var agents = new List<SubjectId>();
        foreach (var person in people)
        {
            if (person.MemberNumber is not { } number || !MemberWords.TryParse(person.Kind.Value, out MemberClass @class)) continue;
            SubjectId? sponsor = null;
            if (agents.Count > 0 && numbers.Next(1000) > 0)
            {
                var chosen = members[numbers.Next(members.Count)];
                var popular = numbers.Chance(45);
                sponsor = popular && chosen.Sponsor is { } one ? one : chosen.Class == MemberClass.Agent ? chosen.Subject : numbers.Pick(agents);
            }

            if (!MemberNumber.TryParse(number, out var parsed, out _)) throw new InvalidOperationException("The sample gave a number that is none.");
            members.Add(new KnownMember(person.Subject, @class, sponsor, parsed, person.CameAt, person.Channel, person.PolicyVersion));
            if (@class == MemberClass.Agent) agents.Add(person.Subject);
        }

        return Ranked(members);
    }

    /// <summary>Agents' ranks, by how many have come to stand below them.</summary>
    private static List<KnownMember> Ranked(List<KnownMember> members)
    {
        var at = new Dictionary<SubjectId, int>(members.Count);
        var below = new int[members.Count];
        for (var i = 0; i < members.Count; i++) at[members[i].Subject] = i;
        for (var i = members.Count - 1; i >= 0; i--) // sponsors come before those they sponsored
            if (members[i].Sponsor is { } sponsor) below[at[sponsor]] += below[i] + 1;
        return [.. members.Select((member, i) => member with
        {
            Rank = below[i] switch { < 2 => MemberRank.Agent, < 8 => MemberRank.Bronze, < 25 => MemberRank.Silver, < 80 => MemberRank.Gold, < 250 => MemberRank.Platinum, _ => MemberRank.Diamond },
        })];
    }

    private static async Task ActAsync(SampleScene scene, MemberBook book, SponsorTree tree, List<KnownMember> members, SeededSequence numbers, CancellationToken cancel)
    {
        if (members.Count == 0) return;
        var many = Math.Clamp(members.Count / 50, 1, 400);
        var request = 0;
        MemberActing Acting(string reason) => new(scene.By, $"request-{++request}", reason);
        for (var i = 0; i < many; i++) await book.WithdrawAsync(numbers.Pick(members).Subject, Acting("own-wish"), cancel);
        for (var i = 0; i < Math.Max(many / 2, 3); i++) await book.ChangeClassAsync(numbers.Pick(members).Subject, (MemberClass)numbers.Next(3), Acting("own-wish"), cancel);
        for (var i = 0; i < Math.Max(many / 4, 2); i++) await book.SuspendAsync(numbers.Pick(members).Subject, Acting("unpaid"), cancel);
        for (var i = 0; i < Math.Max(many / 4, 2); i++)
        {
            if (await tree.ProposeMoveAsync(numbers.Pick(members).Subject, numbers.Pick(members).Subject, Acting("wrong-sponsor"), cancel) is TreeMoveDone proposed && numbers.Chance(80))
                await tree.DecideMoveAsync(proposed.Move.Id, approve: true, scene.Second, cancel);
        }
    }
}
