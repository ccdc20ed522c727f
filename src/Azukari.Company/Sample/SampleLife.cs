using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Company.Sample;

/// <summary>Lives through the sample company's years: publications and people in the order of their days, then acts, then some days of work.</summary>
internal sealed class SampleLife(CompanyCore company, SampleClock clock, Accessor by, DateTimeOffset now, IReadOnlyList<ISampleContributor> modules)
{
    private const int MostAnswers = 5_000;
    private const int Crowd = 1_000, Together = 400;
    private const int LongestDay = 300; // minutes at the desks, however many come
    private static readonly Accessor Web = new("web");
    private static readonly Accessor Shipping = new("mihon-shipping");
    private static readonly Accessor Service = new("mihon-service");
    private readonly SeededSequence _numbers = new(SpecimenPeople.Seed + 1);
    private readonly List<(SpecimenPerson Person, SubjectId Id, SampleSubject Subject)> _people = [];

    public async Task<SampleMade> RunAsync(IReadOnlyList<PolicyDocument> documents, int count, CancellationToken cancel)
    {
        var people = new Queue<SpecimenPerson>(SpecimenPeople.All(count).OrderBy(person => person.AcquiredOn).ThenBy(person => person.Number));
        for (var i = 0; i < documents.Count; i++)
        {
            clock.MoveTo(SampleCompany.At(documents[i].Effective));
            await company.Trust.Publications.PublishAsync(documents[i], by, cancel);
            var last = i + 1 < documents.Count ? documents[i + 1].Effective : DateOnly.MaxValue;
            while (people.TryPeek(out var next) && next.AcquiredOn < last)
            {
                var day = new List<SpecimenPerson>();
                // Of many people, those of some days come in together: each with their own day, at one commit for them all.
                while (people.TryPeek(out var person) && person.AcquiredOn < last && (person.AcquiredOn == next.AcquiredOn || (count > Crowd && day.Count < Together))) day.Add(people.Dequeue());
                await AcquireAsync(day, documents[i].Version, cancel);
            }
        }

        var scene = new SampleScene(company, clock, [.. _people.Select(each => each.Subject)], by, Service, now);
        foreach (var module in modules) await module.ContributeAsync(scene, cancel);
        SubjectId? tour = null;
        if (_people.Count >= 100)
        {
            await ActAsync(documents[^1].Version, cancel);
            tour = await WorkAsync(cancel);
        }

        return new SampleMade(_people.Count, tour, [.. documents.Select(document => document.Version)]);
    }

    /// <summary>The people of a day, or of a few: the web's and the desk's.</summary>
    private async Task AcquireAsync(List<SpecimenPerson> day, PolicyVersion version, CancellationToken cancel)
    {
        clock.MoveTo(SampleCompany.At(day[^1].AcquiredOn));
        clock.Advance(TimeSpan.FromMinutes(Math.Min(day.Sum(_ => _numbers.Between(1, 20)), LongestDay)));
        var came = new Dictionary<int, SubjectId>();
        foreach (var desk in day.GroupBy(person => person.Channel == "web" ? Web : Service))
        {
            foreach (var batch in desk.Chunk(256))
            {
                var results = await company.Trust.Vault.AcquireManyAsync([.. batch.Select(person => new Acquisition
                {
                    SubjectKind = SubjectKind.Parse(person.Kind), Values = SpecimenValues.Of(person), Channel = ChannelOf(person), PolicyVersion = version,
                    AcquiredAt = person.AcquiredOn < day[^1].AcquiredOn ? SampleCompany.At(person.AcquiredOn) : null,
                })], desk.Key, cancel);
                for (var i = 0; i < batch.Length; i++)
                {
                    came[batch[i].Number] = results[i] switch
                    {
                        Acquired acquired => acquired.SubjectId,
                        RefusedAcquisition refused => throw new InvalidOperationException($"The sample's {batch[i]} is refused: {refused.Refusal}."),
                        _ => throw new InvalidOperationException(results[i].GetType().Name),
                    };
                }
            }
        }

        foreach (var person in day)
        {
            var subject = new SampleSubject(came[person.Number], person.Number, SubjectKind.Parse(person.Kind), ChannelOf(person), version,
                person.AcquiredOn < day[^1].AcquiredOn ? SampleCompany.At(person.AcquiredOn) : clock.GetUtcNow(), person.Texts.GetValueOrDefault("member-number"));
            _people.Add((person, subject.Subject, subject));
        }
    }

    private static Channel ChannelOf(SpecimenPerson person) =>
        PolicyWords.TryParse(person.Channel, out Channel channel) ? channel : throw new InvalidOperationException(person.Channel);

    /// <summary>What people did: most acknowledged the new policy, a few consented, restricted, corrected; one in five thousand asked to be erased.</summary>
    private async Task ActAsync(PolicyVersion newest, CancellationToken cancel)
    {
        foreach (var (_, id, _) in _people.Where(each => each.Person.AcquiredOn < SpecimenPeople.SecondPolicy).Take(MostAnswers))
        {
            if (!_numbers.Chance(60)) continue;
            Tick();
            Expect(await company.Trust.Vault.AcknowledgeAsync(id, newest, consented: _numbers.Chance(35), Web, cancel));
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

        for (var i = 40; i < members.Count; i += 5_000)
        {
            Tick();
            await company.Trust.Vault.EraseAsync(members[i].Id, by, ct: cancel);
            _people.RemoveAll(each => each.Id == members[i].Id);
        }
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
