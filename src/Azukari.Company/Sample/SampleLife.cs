using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Company.Sample;

/// <summary>Lives through the sample company's years: publications and people in the order of their days, then acts, then some days of work.</summary>
internal sealed class SampleLife(CompanyCore company, SampleClock clock, Accessor by, DateTimeOffset now)
{
    private static readonly Accessor Shipping = new("mihon-shipping");
    private static readonly Accessor Service = new("mihon-service");
    private readonly SeededSequence _numbers = new(SpecimenPeople.Seed + 1);
    private readonly List<(SpecimenPerson Person, SubjectId Id)> _people = [];

    public async Task<SampleMade> RunAsync(IReadOnlyList<PolicyDocument> documents, int count, CancellationToken cancel)
    {
        var people = new Queue<SpecimenPerson>(SpecimenPeople.All(count).OrderBy(person => person.AcquiredOn).ThenBy(person => person.Number));
        for (var i = 0; i < documents.Count; i++)
        {
            clock.MoveTo(SampleCompany.At(documents[i].Effective));
            await company.Trust.Publications.PublishAsync(documents[i], by, cancel);
            var last = i + 1 < documents.Count ? documents[i + 1].Effective : DateOnly.MaxValue;
            while (people.TryPeek(out var next) && next.AcquiredOn < last) await AcquireAsync(people.Dequeue(), documents[i].Version, cancel);
        }

        SubjectId? tour = null;
        if (_people.Count >= 100)
        {
            await ActAsync(documents[^1].Version, cancel);
            tour = await WorkAsync(cancel);
        }

        return new SampleMade(_people.Count, tour, [.. documents.Select(document => document.Version)]);
    }

    private async Task AcquireAsync(SpecimenPerson person, PolicyVersion version, CancellationToken cancel)
    {
        clock.MoveTo(SampleCompany.At(person.AcquiredOn));
        clock.Advance(TimeSpan.FromMinutes(_numbers.Between(1, 20)));
        var result = await company.Trust.Vault.AcquireAsync(
            new Acquisition
            {
                SubjectKind = SubjectKind.Parse(person.Kind),
                Values = SpecimenValues.Of(person),
                Channel = PolicyWords.TryParse(person.Channel, out Channel channel) ? channel : throw new InvalidOperationException(person.Channel),
                PolicyVersion = version,
            },
            person.Channel == "web" ? new Accessor("web") : Service, cancel);
        _people.Add(result switch
        {
            Acquired acquired => (person, acquired.SubjectId),
            RefusedAcquisition refused => throw new InvalidOperationException($"The sample's {person} is refused: {refused.Refusal}."),
            _ => throw new InvalidOperationException(result.GetType().Name),
        });
    }

    /// <summary>What people did: most acknowledged the new policy, a few consented, restricted, corrected; one asked to be erased.</summary>
    private async Task ActAsync(PolicyVersion newest, CancellationToken cancel)
    {
        foreach (var (person, id) in _people.Where(each => each.Person.AcquiredOn < SpecimenPeople.SecondPolicy))
        {
            if (!_numbers.Chance(60)) continue;
            Tick();
            Expect(await company.Trust.Vault.AcknowledgeAsync(id, newest, consented: _numbers.Chance(35), new Accessor("web"), cancel));
        }

        var members = _people.Where(each => each.Person.Kind is "agent" or "vip" or "retail").ToList();
        for (var i = 0; i < 12; i++)
        {
            Tick();
            var id = members[(i * 17) % members.Count].Id;
            var grant = new ConsentGrant(ClauseId.Parse("provision.consent"), RecipientKind.Parse("third-party"), [ItemId.Parse("name"), ItemId.Parse("email")]);
            var given = await company.Trust.Vault.ConsentAsync(id, grant, Service, cancel);
            Expect(given);
            if (i % 4 == 3 && given is ConsentGiven consent) Expect(await company.Trust.Vault.WithdrawAsync(id, consent.ConsentId, Service, cancel));
        }

        Restriction[] scopes =
        [
            new Restriction.ForPurpose(ClauseId.Parse("purpose.member.4")), new Restriction.ForPurpose(ClauseId.Parse("purpose.member.8")),
            new Restriction.OfItems([ItemId.Parse("phone"), ItemId.Parse("mobile")]), new Restriction.Everything(),
        ];
        for (var i = 0; i < 8; i++)
        {
            Tick();
            Expect(await company.Trust.Vault.RestrictAsync(members[((i * 23) + 5) % members.Count].Id, scopes[i % scopes.Length], Service, cancel));
        }

        Tick();
        await company.Trust.Vault.EraseAsync(members[40].Id, by, ct: cancel);
        _people.RemoveAll(each => each.Id == members[40].Id);
    }

    /// <summary>Some days at the desks: parcels, calls, and one access that was refused. Returns the person the tour is about.</summary>
    private async Task<SubjectId> WorkAsync(CancellationToken cancel)
    {
        var members = _people.Where(each => each.Person.Kind is "agent" or "vip" or "retail" && each.Person.AcquiredOn >= SpecimenPeople.SecondPolicy
            && each.Person.Texts.ContainsKey("mobile")).ToList();
        for (var order = 1001; order < 1041; order++)
        {
            Tick();
            await ReadAsync(members[order % members.Count].Id, Shipping, "staff.shipping", "purpose.member.2", $"order-{order}", ["name", "address", "mobile"], cancel);
        }

        for (var inquiry = 1; inquiry <= 20; inquiry++)
        {
            Tick();
            await ReadAsync(members[(inquiry * 7) % members.Count].Id, Service, "staff.customer-service", "purpose.member.6", $"inquiry-{inquiry}", ["name", "mobile", "email"], cancel);
        }

        var tour = members.First(each => each.Person.Kind == "agent").Id;
        await ReadAsync(tour, Service, "staff.customer-service", "purpose.member.6", "inquiry-21", ["name", "bank-account"], cancel);
        return tour;
    }

    private async Task ReadAsync(
        SubjectId id, Accessor who, string role, string purpose, string of, IReadOnlyList<string> items, CancellationToken cancel) =>
        await company.Trust.Vault.ReadAsync(
            id, [.. items.Select(ItemId.Parse)],
            new AccessContext { Accessor = who, As = RecipientKind.Parse(role), Purpose = ClauseId.Parse(purpose), Case = of }, cancel);

    // A few minutes on, but never past the real present.
    private void Tick()
    {
        clock.Advance(TimeSpan.FromMinutes(_numbers.Between(2, 40)));
        if (clock.GetUtcNow() > now) clock.BeginAt(now);
    }

    private static void Expect(ActResult result)
    {
        if (!result.Done) throw new InvalidOperationException($"The sample's act ended as {result}.");
    }
}
