using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Members.Holding;
using Azukari.Members.Sample;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Members.Upline;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Members;

/// <summary>All that members plug into a program.</summary>
public static class MembersModule
{
    /// <summary>
    /// In a host, after its company: the services below; from the start of the host the vault asks members for what the policy says they hold, and
    /// for the facts of the up-line, and the sponsor tree is in memory and follows the changes of every node.
    /// </summary>
    public static IServiceCollection AddAzukariMembers(this IServiceCollection services)
    {
        services.AddMemberServices();
        services.AddHostedService<MembersHost>();
        services.AddSingleton(Sample());
        return services;
    }

    /// <summary>Registers <see cref="MemberBook"/>, <see cref="SponsorTree"/> and <see cref="MemberAttestations"/> over the platform's database, which is registered beside.</summary>
    public static IServiceCollection AddMemberServices(this IServiceCollection services)
    {
        services.AddStorageModel<MembersStorage>();
        services.AddSingleton(provider => new SponsorTreeState(Databases(provider)));
        services.AddSingleton(provider => new SponsorTree(Databases(provider), provider.GetRequiredService<SponsorTreeState>(), Company(provider), Clock(provider)));
        services.AddSingleton(provider => new MemberBook(Databases(provider), Company(provider), provider.GetRequiredService<SponsorTree>(), Clock(provider)));
        services.AddSingleton(provider => new MemberAttestations(Databases(provider), Company(provider), provider.GetRequiredService<MemberBook>(), Clock(provider)));
        services.AddSingleton(provider => new UplineAllowance(Databases(provider), Clock(provider)));
        services.AddSingleton(provider => new MemberItems(Databases(provider), provider.GetRequiredService<SponsorTree>(), Clock(provider)));
        services.AddSingleton(provider => new UplineFacts(
            provider.GetRequiredService<MemberBook>(), provider.GetRequiredService<SponsorTree>(), provider.GetRequiredService<MemberAttestations>()));
        return services;
    }

    /// <summary>
    /// For a command: the vault of an open company asks members, whose part of the platform's database is opened when it is asked for the first
    /// time, and closed with the company.
    /// </summary>
    public static void Attach(CompanyCore company, TimeProvider clock)
    {
        var late = new LateMembers(company, clock);
        company.Attach(late);
        company.Trust.Modules.Add((IHeldItems)late);
        company.Trust.Modules.Add((IFactSource)late);
    }

    /// <summary>The members' part in the sample company.</summary>
    public static ISampleContributor Sample() => new SampleMembers();

    /// <summary>Removes whoever was erased while members were not asked, and has the vault ask members from now on.</summary>
    internal static async Task JoinAsync(IServiceProvider services, CancellationToken cancel)
    {
        var trust = Company(services).Trust;
        await ForgetErasedAsync(services, cancel);
        trust.Modules.Add(services.GetRequiredService<MemberItems>());
        trust.Modules.Add(services.GetRequiredService<UplineFacts>());
    }

    internal static async Task ForgetErasedAsync(IServiceProvider services, CancellationToken cancel)
    {
        var items = services.GetRequiredService<MemberItems>();
        await foreach (var erased in Company(services).Trust.Vault.ErasedAsync(cancel).Chunk(256).WithCancellation(cancel)) await items.ForgetAsync(erased, cancel);
    }

    private static IDbContextFactory<AzukariDb> Databases(IServiceProvider provider) => provider.GetRequiredService<IDbContextFactory<AzukariDb>>();

    private static CompanyCore Company(IServiceProvider provider) => provider.GetRequiredService<CompanyCore>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
