using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Members;

/// <summary>All that members plug into a program.</summary>
public static class MembersModule
{
    /// <summary>Registers <see cref="MemberBook"/> and <see cref="SponsorTree"/> over the platform's database, which is registered beside.</summary>
    public static IServiceCollection AddMemberServices(this IServiceCollection services)
    {
        services.AddStorageModel<MembersStorage>();
        services.AddSingleton(provider => new SponsorTreeState(provider.GetRequiredService<IDbContextFactory<AzukariDb>>()));
        services.AddSingleton(provider => new SponsorTree(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<SponsorTreeState>(),
            provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new MemberBook(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(),
            provider.GetRequiredService<SponsorTree>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
