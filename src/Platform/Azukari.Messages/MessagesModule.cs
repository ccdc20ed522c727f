using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Messages.Contracts;
using Azukari.Messages.OptOut;
using Azukari.Messages.Queue;
using Azukari.Messages.Sending;
using Azukari.Messages.Templates;
using Azukari.Storage;
using Azukari.Vault.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azukari.Messages;

/// <summary>Messages to people: templates of the modules, a queue, sending.</summary>
public static class MessagesModule
{
    /// <summary>Registers the queue and its senders. The host also opens a company with its storage.</summary>
    public static IServiceCollection AddAzukariMessages(this IServiceCollection services)
    {
        services.AddMessageQueue();
        services.AddSingleton<PostState>();
        services.AddHostedService<MessageSender>();
        services.AddSingleton<IHealthProbe, MessageHealth>();
        return services;
    }

    /// <summary>Registers the queue alone, which takes orders and sends nothing: for commands beside a host.</summary>
    public static IServiceCollection AddMessageQueue(this IServiceCollection services)
    {
        services.AddStorageModel<MessageModel>();
        services.TryAddSingleton<MessageCatalog>();
        services.TryAddSingleton<MessageBell>();
        services.TryAddSingleton<OrderTaker>();
        services.TryAddSingleton<MessageQueue>();
        services.TryAddSingleton<SiteAddress>();
        services.TryAddSingleton<OptOutLinks>();
        services.TryAddSingleton<LetterWriter>();
        services.TryAddSingleton<MessageDelivery>();
        services.TryAddSingleton<Posts>();
        services.TryAddSingleton<LettersToAddress>();
        services.TryAddSingleton(provider => new OptOuts(provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<MessageCatalog>(), provider.GetRequiredService<OptOutLinks>()));
        services.TryAddSingleton(provider => new MessageDesk(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<MessageCatalog>(),
            provider.GetRequiredService<LetterWriter>(), provider.GetRequiredService<Posts>(), provider.GetRequiredService<MessageBell>(), provider.GetServices<IWrittenLetters>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new MessageRetention(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new AddressCheck(
            provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<LetterWriter>(), provider.GetRequiredService<MessageCatalog>(), provider.GetRequiredService<Posts>(),
            provider.GetRequiredService<LettersToAddress>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new Outbox(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<OrderTaker>(), provider.GetRequiredService<MessageBell>(),
            provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<MessageCatalog>()));
        return services;
    }

    /// <summary>
    /// Declares a module's templates. What they read joins the register of processing: a template the policy in force does not permit keeps the
    /// program from starting.
    /// </summary>
    public static IServiceCollection AddMessageTemplates(this IServiceCollection services, params IReadOnlyList<MessageTemplate> templates)
    {
        foreach (var template in templates) services.AddSingleton(template);
        // Versions of one template read by one view each; the newest names what is read.
        services.AddSingleton(new ModuleViews(register =>
        {
            foreach (var newest in templates.GroupBy(template => template.Id).Select(versions => versions.MaxBy(version => version.Version)!)) register.Add(newest.View);
        }));
        return services;
    }
}
