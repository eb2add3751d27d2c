package uk.yjx.server.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import uk.yjx.common.v1.Role;

/**
 * Settings of identity: {@code yjx.identity.*}. Those of the operator are used once, while the
 * directory is empty.
 *
 * @param trustDomain trust domain of every certificate's URI
 * @param operatorAgency id of the agency that operates the exchange
 * @param operatorName its name for people
 * @param operatorAnchor file with its authority's certificate, PEM; empty: nothing is registered
 * @param administrator the first administrator, a principal of that agency
 * @param administratorRoles the roles it gets
 */
@ConfigurationProperties("yjx.identity")
public record IdentitySettings(
    @Bindable(defaultValue = "yjx.local") String trustDomain,
    @Bindable(defaultValue = "operator") String operatorAgency,
    @Bindable(defaultValue = "Operator of the exchange") String operatorName,
    @Bindable(defaultValue = "") String operatorAnchor,
    @Bindable(defaultValue = "operator/user/administrator") String administrator,
    @Bindable(
            defaultValue =
                "ROLE_DIRECTORY_ADMINISTRATOR,ROLE_AGREEMENT_ADMINISTRATOR,"
                    + "ROLE_OPERATOR,ROLE_AUDITOR")
        List<Role> administratorRoles) {}
